package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.BinarySlice;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Section;
import dev.kubewasm.wit.binary.types.ExternNames;
import dev.kubewasm.wit.binary.world.PackageDocs.Front;
import dev.kubewasm.wit.binary.world.PackageDocs.OfInterface;
import dev.kubewasm.wit.binary.world.PackageDocs.OfType;
import dev.kubewasm.wit.binary.world.PackageDocs.OfWorld;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.SemVer;
import dev.kubewasm.wit.model.Stability;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the custom section {@code package-docs}: a byte with the version of the format, 0 or 1, then JSON. */
final class PackageDocsReader {
    /** The name of the section. */
    static final String SECTION = "package-docs";

    private final JsonReader in;

    private PackageDocsReader(JsonReader in) {
        this.in = in;
    }

    static PackageDocs read(BinarySlice contents) {
        byte[] bytes = contents.toByteArray();
        if (bytes.length == 0 || bytes[0] < 0 || bytes[0] > 1) {
            throw error(contents, "has a version that is not known");
        }
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes, 1, bytes.length - 1))
                    .toString();
            JsonReader in = new JsonReader(json);
            PackageDocs docs = new PackageDocsReader(in).pkg();
            in.end();
            return docs;
        } catch (CharacterCodingException e) {
            throw error(contents, "isn't UTF-8");
        } catch (JsonReader.JsonException e) {
            throw error(contents, String.valueOf(e.getMessage()));
        }
    }

    private static MalformedBinaryException error(BinarySlice contents, String problem) {
        return new MalformedBinaryException(contents.offset(), Section.CUSTOM, SECTION + ": " + problem);
    }

    private RuntimeException unknown(String field) {
        return in.error("unknown field `" + field + "`");
    }

    private <T> Map<String, T> map(Supplier<T> value) {
        Map<String, T> map = new HashMap<>();
        in.object(name -> map.put(name, value.get()));
        return map;
    }

    private Docs docs() {
        return in.skipNull() ? Docs.NONE : new Docs(in.string());
    }

    private PackageDocs pkg() {
        var fields = new Object() {
            Docs docs = Docs.NONE;
            Map<String, OfWorld> worlds = Map.of();
            Map<String, OfInterface> interfaces = Map.of();
        };
        in.object(field -> {
            switch (field) {
                case "docs" -> fields.docs = docs();
                case "worlds" -> fields.worlds = map(this::world);
                case "interfaces" -> fields.interfaces = map(this::type);
                default -> throw unknown(field);
            }
        });
        return new PackageDocs(fields.docs, fields.worlds, fields.interfaces);
    }

    /** An interface. */
    private OfInterface type() {
        var fields = new Object() {
            Front front = Front.NONE;
            Map<String, Front> functions = Map.of();
            Map<String, OfType> types = Map.of();
        };
        in.object(field -> {
            switch (field) {
                case "funcs" -> fields.functions = map(this::function);
                case "types" -> fields.types = map(this::typeDef);
                default -> fields.front = front(fields.front, field);
            }
        });
        return new OfInterface(fields.front, fields.functions, fields.types);
    }

    private OfWorld world() {
        var fields = new Object() {
            Front front = Front.NONE;
            Map<String, OfInterface> inline = Map.of();
            Map<String, OfType> types = Map.of();
            Map<String, Front> functions = Map.of();
            Map<String, OfInterface> inlineExports = Map.of();
            Map<String, Front> functionExports = Map.of();
            final Map<String, Front> imports = new HashMap<>();
            final Map<String, Front> exports = new HashMap<>();
        };
        in.object(field -> {
            switch (field) {
                case "interfaces" -> fields.inline = map(this::type);
                case "types" -> fields.types = map(this::typeDef);
                case "funcs" -> fields.functions = map(this::function);
                case "interface_exports" -> fields.inlineExports = map(this::type);
                case "func_exports" -> fields.functionExports = map(this::function);
                case "interface_import_stability" -> in.object(key -> stability(fields.imports, key));
                case "interface_export_stability" -> in.object(key -> stability(fields.exports, key));
                case "interface_import_docs" -> in.object(key -> docs(fields.imports, key));
                case "interface_export_docs" -> in.object(key -> docs(fields.exports, key));
                default -> fields.front = front(fields.front, field);
            }
        });
        return new OfWorld(
                fields.front,
                fields.inline,
                fields.types,
                fields.functions,
                fields.inlineExports,
                fields.functionExports,
                fields.imports,
                fields.exports);
    }

    private void stability(Map<String, Front> statements, String key) {
        Front before = statements.getOrDefault(key, Front.NONE);
        statements.put(key, new Front(before.docs(), stability()));
    }

    private void docs(Map<String, Front> statements, String key) {
        Front before = statements.getOrDefault(key, Front.NONE);
        statements.put(key, new Front(docs(), before.stability()));
    }

    private OfType typeDef() {
        var fields = new Object() {
            Front front = Front.NONE;
            Map<String, Docs> parts = Map.of();
        };
        in.object(field -> {
            switch (field) {
                case "items" -> fields.parts = map(this::docs);
                default -> fields.front = front(fields.front, field);
            }
        });
        return new OfType(fields.front, fields.parts);
    }

    /** In the first format a function has docs and nothing else: the text itself. */
    private Front function() {
        if (!in.atObject()) {
            return new Front(docs(), Stability.UNKNOWN);
        }
        var fields = new Object() {
            Front front = Front.NONE;
        };
        in.object(field -> fields.front = front(fields.front, field));
        return fields.front;
    }

    private Front front(Front front, String field) {
        return switch (field) {
            case "docs" -> new Front(docs(), front.stability());
            case "stability" -> new Front(front.docs(), stability());
            default -> throw unknown(field);
        };
    }

    private Stability stability() {
        if (in.atString()) {
            String word = in.string();
            if (!word.equals("unknown")) {
                throw in.error("`" + word + "` is no stability");
            }
            return Stability.UNKNOWN;
        }
        var found = new Object() {
            Optional<Stability> stability = Optional.empty();
        };
        in.object(kind -> {
            switch (kind) {
                case "stable" -> found.stability = Optional.of(gate(true));
                case "unstable" -> found.stability = Optional.of(gate(false));
                default -> throw unknown(kind);
            }
        });
        return found.stability.orElseThrow(() -> in.error("empty stability"));
    }

    private Stability gate(boolean stable) {
        var fields = new Object() {
            Optional<SemVer> since = Optional.empty();
            Optional<String> feature = Optional.empty();
            Optional<SemVer> deprecated = Optional.empty();
        };
        in.object(field -> {
            if (field.equals("deprecated")) {
                fields.deprecated = in.skipNull() ? Optional.empty() : Optional.of(version());
            } else if (stable && field.equals("since")) {
                fields.since = Optional.of(version());
            } else if (!stable && field.equals("feature")) {
                fields.feature = Optional.of(feature());
            } else {
                throw unknown(field);
            }
        });
        return stable
                ? new Stability.Since(
                        fields.since.orElseThrow(() -> in.error("`stable` without `since`")), fields.deprecated)
                : new Stability.Unstable(
                        fields.feature.orElseThrow(() -> in.error("`unstable` without `feature`")), fields.deprecated);
    }

    private String feature() {
        String text = in.string();
        if (!ExternNames.isLabel(text)) {
            throw in.error("`" + text + "` is no feature");
        }
        return text;
    }

    private SemVer version() {
        String text = in.string();
        return SemVer.parse(text).orElseThrow(() -> in.error("`" + text + "` is no version"));
    }
}
