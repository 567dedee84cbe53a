package dev.kubewasm.wit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * A listing without its indexes: packages with their interfaces and worlds in them, every type without a name where it
 * is used, every other by its owner and name. Two listings of the same packages are equal in this form whatever order
 * they came in.
 */
public final class Normal {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode listing;
    private final ObjectNode result = JSON.createObjectNode();

    private Normal(JsonNode listing) {
        this.listing = listing;
    }

    /** The listing {@code text} in this form. */
    public static ObjectNode of(String text) {
        try {
            Normal normal = new Normal(JSON.readTree(text));
            normal.packages();
            return normal.result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void packages() {
        for (JsonNode pkg : listing.get("packages")) {
            ObjectNode out = result.putObject(pkg.get("name").asText());
            copy(pkg, out, "docs");
            fields(pkg, "interfaces", (name, id) -> out.withObject("/interfaces")
                    .set(name, iface(id.asInt())));
            fields(pkg, "worlds", (name, id) -> out.withObject("/worlds").set(name, world(id.asInt())));
        }
    }

    private interface Field {
        void accept(String name, JsonNode value);
    }

    private static void fields(JsonNode node, String name, Field each) {
        node.get(name).properties().forEach(entry -> each.accept(entry.getKey(), entry.getValue()));
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }

    private ObjectNode iface(int id) {
        JsonNode row = listing.get("interfaces").get(id);
        ObjectNode out = JSON.createObjectNode();
        copy(row, out, "docs", "stability");
        fields(row, "types", (name, type) -> out.withObject("/types").set(name, definition(type.asInt())));
        fields(row, "functions", (name, function) -> out.withObject("/functions")
                .set(name, function(function)));
        return out;
    }

    private String interfaceName(int id) {
        JsonNode row = listing.get("interfaces").get(id);
        return listing.get("packages")
                        .get(row.get("package").asInt())
                        .get("name")
                        .asText() + "/" + row.get("name").asText();
    }

    private ObjectNode world(int id) {
        JsonNode row = listing.get("worlds").get(id);
        ObjectNode out = JSON.createObjectNode();
        copy(row, out, "docs", "stability");
        for (String side : new String[] {"imports", "exports"}) {
            ObjectNode items = out.putObject(side);
            fields(row, side, (key, item) -> {
                String name = key.startsWith("interface-")
                        ? interfaceName(Integer.parseInt(key.substring("interface-".length())))
                        : key;
                items.set(name, item(item));
            });
        }
        return out;
    }

    private ObjectNode item(JsonNode item) {
        ObjectNode out = JSON.createObjectNode();
        if (item.has("function")) {
            out.set("function", function(item.get("function")));
        } else if (item.has("type")) {
            out.set("type", definition(item.get("type").asInt()));
        } else {
            JsonNode used = item.get("interface");
            int id = used.get("id").asInt();
            ObjectNode to = out.putObject("interface");
            copy(used, to, "stability", "docs", "external_id");
            if (listing.get("interfaces").get(id).get("name").isNull()) {
                to.set("inline", iface(id));
            } else {
                to.put("named", interfaceName(id));
            }
        }
        return out;
    }

    private ObjectNode function(JsonNode row) {
        ObjectNode out = JSON.createObjectNode();
        copy(row, out, "name", "docs", "stability", "external_id");
        if (row.get("kind").isTextual()) {
            out.set("kind", row.get("kind"));
        } else {
            fields(row, "kind", (kind, resource) -> out.withObject("/kind").set(kind, ref(resource)));
        }
        ArrayNode params = out.putArray("params");
        row.get("params").forEach(param -> {
            ObjectNode to = params.addObject();
            copy(param, to, "name");
            to.set("type", ref(param.get("type")));
        });
        if (row.has("result")) {
            out.set("result", ref(row.get("result")));
        }
        return out;
    }

    private ObjectNode definition(int id) {
        JsonNode row = listing.get("types").get(id);
        ObjectNode out = JSON.createObjectNode();
        copy(row, out, "name", "docs", "stability", "external_id");
        out.set("kind", kind(row.get("kind")));
        return out;
    }

    private JsonNode ref(JsonNode type) {
        if (!type.isInt()) {
            return type;
        }
        JsonNode row = listing.get("types").get(type.asInt());
        if (row.get("owner").isNull()) {
            return definition(type.asInt());
        }
        ObjectNode out = JSON.createObjectNode();
        out.set("of", row.get("name"));
        Map.Entry<String, JsonNode> owner =
                row.get("owner").properties().iterator().next();
        JsonNode place = listing.get(owner.getKey() + "s").get(owner.getValue().asInt());
        out.set("owner", place.get("name"));
        out.put(
                "package",
                listing.get("packages")
                        .get(place.get("package").asInt())
                        .get("name")
                        .asText());
        return out;
    }

    private JsonNode kind(JsonNode kind) {
        if (kind.isTextual()) {
            return kind;
        }
        ObjectNode out = JSON.createObjectNode();
        kind.properties().forEach(entry -> out.set(entry.getKey(), parts(entry.getKey(), entry.getValue())));
        return out;
    }

    private JsonNode parts(String kind, JsonNode value) {
        return switch (kind) {
            case "record", "variant" -> {
                ObjectNode out = JSON.createObjectNode();
                String name = kind.equals("record") ? "fields" : "cases";
                ArrayNode members = out.putArray(name);
                value.get(name).forEach(member -> {
                    ObjectNode to = member.deepCopy();
                    to.set("type", ref(member.get("type")));
                    members.add(to);
                });
                yield out;
            }
            case "flags", "enum" -> value;
            case "fixed-length-list" ->
                JSON.createArrayNode().add(ref(value.get(0))).add(value.get(1));
            default -> {
                if (value.isArray()) {
                    ArrayNode out = JSON.createArrayNode();
                    value.forEach(part -> out.add(ref(part)));
                    yield out;
                }
                if (value.isObject()) {
                    ObjectNode out = JSON.createObjectNode();
                    value.properties()
                            .forEach(entry -> out.set(entry.getKey(), parts(entry.getKey(), entry.getValue())));
                    yield out;
                }
                yield ref(value);
            }
        };
    }
}
