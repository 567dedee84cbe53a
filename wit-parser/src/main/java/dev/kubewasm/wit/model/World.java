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
 * @param attributes what stands in front of it
 */
public record World(
        InterfaceName name,
        SequencedMap<String, WorldItem> imports,
        SequencedMap<String, WorldItem> exports,
        Attributes attributes) {
    public World {
        imports = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
        exports = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exports));
    }

    /** Its documentation. */
    public Docs docs() {
        return attributes.docs();
    }

    /** Its gates. */
    public Stability stability() {
        return attributes.stability();
    }

    /** What a world imports or exports under a name. */
    public sealed interface WorldItem {
        /**
         * An interface, named or inline.
         *
         * @param attributes what stands in front of the import or export; of an inline interface it is the interface's,
         *     of one that is there because another item needs it the gates of that item
         */
        record OfInterface(Interface type, Attributes attributes) implements WorldItem {
            /** Imported or exported without docs or gates of its own, as those of a component binary are. */
            public static OfInterface plain(Interface type) {
                return new OfInterface(type, Attributes.NONE);
            }
        }

        /** A function of the world itself. */
        record OfFunction(Function type) implements WorldItem {}

        /** A type defined in the world itself (imports only). */
        record OfType(TypeDef type) implements WorldItem {}
    }
}
