package dev.kubewasm.wit.model;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A world, elaborated: includes are merged, and every interface that its items use is an import of its own.
 *
 * @param name its full name; for a component binary {@code root:component/root}
 * @param imports items by their import name as the Component Model spells it: an interface's full name
 *     ({@code wasi:io/streams@0.2.12}) or a plain name
 * @param exports likewise
 * @param docs documentation
 * @param stability its gates
 */
public record World(
        InterfaceName name,
        SequencedMap<String, WorldItem> imports,
        SequencedMap<String, WorldItem> exports,
        Docs docs,
        Stability stability) {
    public World {
        imports = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
        exports = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
    }

    /** What a world imports or exports under a name. */
    public sealed interface WorldItem {
        /** An interface, named or inline. */
        record OfInterface(Interface type) implements WorldItem {}

        /** A function of the world itself. */
        record OfFunction(Function type) implements WorldItem {}

        /** A type defined in the world itself (imports only). */
        record OfType(TypeDef type) implements WorldItem {}
    }
}
