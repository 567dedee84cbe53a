package dev.kubewasm.wit.binary.world;

import dev.kubewasm.wit.binary.ExternName;
import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.Stability;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Docs and gates of a package in binary form, which definitions have no place for: the custom section
 * {@code package-docs}.
 *
 * @param docs of the package
 * @param worlds by name
 * @param interfaces by name
 */
record PackageDocs(Docs docs, Map<String, OfWorld> worlds, Map<String, OfInterface> interfaces) {
    static final PackageDocs NONE = new PackageDocs(Docs.NONE, Map.of(), Map.of());

    /** Docs and gates of one item. */
    record Front(Docs docs, Stability stability) {
        static final Front NONE = new Front(Docs.NONE, Stability.UNKNOWN);

        /** With what the binary has at the name itself. */
        Attributes with(ExternName name) {
            return new Attributes(docs, stability, name.externalId());
        }

        Attributes plain() {
            return new Attributes(docs, stability, Optional.empty());
        }
    }

    /** Of a type; {@code parts} are fields, cases and flags. */
    record OfType(Front front, Map<String, Docs> parts) {
        static final OfType NONE = new OfType(Front.NONE, Map.of());
    }

    /** Of an interface. */
    record OfInterface(Front front, Map<String, Front> functions, Map<String, OfType> types) {
        static final OfInterface NONE = new OfInterface(Front.NONE, Map.of(), Map.of());

        OfType type(String name) {
            return types.getOrDefault(name, OfType.NONE);
        }

        Front function(String name) {
            return functions.getOrDefault(name, Front.NONE);
        }
    }

    /**
     * Of a world. The first format had one map for imports and exports: what is documented as imported, but only
     * exported, is meant for the export.
     *
     * @param inline of interfaces written in the world, imported
     * @param types of the world's own
     * @param functions of functions imported
     * @param inlineExports of interfaces written in the world, exported
     * @param functionExports of functions exported
     * @param imports of import statements of named interfaces
     * @param exports of export statements of named interfaces
     */
    record OfWorld(
            Front front,
            Map<String, OfInterface> inline,
            Map<String, OfType> types,
            Map<String, Front> functions,
            Map<String, OfInterface> inlineExports,
            Map<String, Front> functionExports,
            Map<String, Front> imports,
            Map<String, Front> exports) {
        static final OfWorld NONE =
                new OfWorld(Front.NONE, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

        OfType type(String name) {
            return types.getOrDefault(name, OfType.NONE);
        }

        /** Of the statement that imports or exports a named interface under {@code key}. */
        Front statement(String key, boolean exported) {
            return (exported ? exports : imports).getOrDefault(key, Front.NONE);
        }

        /** Of the interface written at {@code key}; {@code imported} are the names imported. */
        OfInterface inline(String key, boolean exported, Set<String> imported) {
            return side(inline, inlineExports, key, exported, imported).orElse(OfInterface.NONE);
        }

        /** Of the function {@code key}, likewise. */
        Front function(String key, boolean exported, Set<String> imported) {
            return side(functions, functionExports, key, exported, imported).orElse(Front.NONE);
        }

        private static <T> Optional<T> side(
                Map<String, T> imports, Map<String, T> exports, String key, boolean exported, Set<String> imported) {
            Optional<T> found = Optional.ofNullable((exported ? exports : imports).get(key));
            return found.isEmpty() && exported && !imported.contains(key)
                    ? Optional.ofNullable(imports.get(key))
                    : found;
        }
    }
}
