package dev.kubewasm.wit.binary;

import java.util.List;

/**
 * A component as its binary defines it, decoded but not yet validated.
 *
 * <p>{@code definitions} are in the order of the binary, sections flattened. Each adds one index (core rec groups and
 * starts: any number) to the index space of its sort, so indices in a definition refer only to definitions before it.
 * An export adds an index too: a new name for what it exports.
 *
 * @param binary the bytes of this component, preamble included
 * @param definitions in order
 * @param customSections in order; they have no meaning for execution
 */
public record Component(BinarySlice binary, List<Definition> definitions, List<CustomSection> customSections) {
    public Component {
        definitions = List.copyOf(definitions);
        customSections = List.copyOf(customSections);
    }

    /** A custom section: its name and its contents after the name. */
    public record CustomSection(String name, BinarySlice contents) {}
}
