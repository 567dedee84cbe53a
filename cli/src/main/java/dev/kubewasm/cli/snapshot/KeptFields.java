package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which fields of an object are kept. All others are left out, those that are yet to be invented too; lists are looked through. */
final class KeptFields {
    /** By name; if it is empty, all that is here is kept. */
    private final Map<String, KeptFields> below = new LinkedHashMap<>();

    private KeptFields() {}

    /**
     * Reads lines such as {@code "spec.containers: name image"}: the fields before the colon lead to those after it, which are
     * kept with all that is in them. A line without a colon is about fields of the object itself.
     */
    static KeptFields of(String... lines) {
        KeptFields root = new KeptFields();
        for (String line : lines) {
            int colon = line.indexOf(':');
            KeptFields at = root;
            if (colon >= 0) {
                for (String step : line.substring(0, colon).split("\\.", -1)) {
                    at = at.at(step);
                }
            }
            for (String name : line.substring(colon + 1).strip().split(" +", -1)) {
                at.at(name);
            }
        }
        return root;
    }

    private KeptFields at(String name) {
        return below.computeIfAbsent(name, _ -> new KeptFields());
    }

    /** A copy of {@code object} with these fields alone, in this order. */
    ObjectNode of(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        below.forEach((name, fields) -> {
            JsonNode value = object.get(name);
            if (value != null && !value.isNull()) {
                kept.set(name, fields.keep(value));
            }
        });
        return kept;
    }

    private JsonNode keep(JsonNode value) {
        if (below.isEmpty()) {
            return value.deepCopy();
        }
        if (value instanceof ArrayNode list) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode(list.size());
            list.forEach(element -> kept.add(keep(element)));
            return kept;
        }
        return value instanceof ObjectNode object ? of(object) : value;
    }
}
