package dev.kubewasm.cli.component;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentNames;
import dev.kubewasm.wit.binary.Definition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that a component gives to its definitions for people to read.
 *
 * @param offset where it begins, in bytes from the start of the file
 * @param component its own name
 * @param items the others, by sort and index
 */
@JsonPropertyOrder({"offset", "component", "items"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamesRow(int offset, @Nullable String component, List<ItemRow> items) {
    NamesRow {
        items = List.copyOf(items);
    }

    /** The name of what has that index in the index space of its sort, which is spelt as in the text format. */
    @JsonPropertyOrder({"sort", "index", "name"})
    record ItemRow(String sort, int index, String name) {}

    /** The names of {@code component}, then of those inside; none of what has none. */
    static List<NamesRow> of(Component component) {
        List<NamesRow> rows = new ArrayList<>();
        collect(component, rows);
        return rows;
    }

    private static void collect(Component component, List<NamesRow> rows) {
        ComponentNames names = ComponentNames.of(component);
        if (!names.isEmpty()) {
            List<ItemRow> items = new ArrayList<>();
            names.items()
                    .forEach((sort, named) ->
                            named.forEach((index, name) -> items.add(new ItemRow(sort.text(), index, name))));
            rows.add(new NamesRow(component.binary().offset(), names.component().orElse(null), items));
        }
        for (Definition definition : component.definitions()) {
            if (definition instanceof Definition.OfComponent inner) {
                collect(inner.component(), rows);
            }
        }
    }
}
