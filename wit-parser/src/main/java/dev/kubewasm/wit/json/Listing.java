package dev.kubewasm.wit.json;

import dev.kubewasm.wit.model.Attributes;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.PackageName;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Packages as flat lists whose items refer to one another by their place in them.
 *
 * @param worlds all worlds
 * @param interfaces all interfaces, named and inline
 * @param types all types, named or not, each after those it is made of
 * @param packages all packages
 */
record Listing(List<WorldRow> worlds, List<InterfaceRow> interfaces, List<TypeRow> types, List<PackageRow> packages) {
    Listing {
        worlds = List.copyOf(worlds);
        interfaces = List.copyOf(interfaces);
        types = List.copyOf(types);
        packages = List.copyOf(packages);
    }

    /** What a named type belongs to. */
    sealed interface Owner {
        /** An interface. */
        record OfInterface(int id) implements Owner {}

        /** A world. */
        record OfWorld(int id) implements Owner {}

        /** None: the type has no name. */
        record Nobody() implements Owner {}
    }

    /** A type. */
    record TypeRow(Optional<String> name, Shape shape, Owner owner, Attributes attributes) {}

    /** A parameter. */
    record ParamRow(String name, Ref type) {}

    /**
     * A function.
     *
     * @param kind {@code freestanding}, {@code method} and so on
     * @param resource the resource it belongs to
     */
    record FunctionRow(
            String name,
            String kind,
            Optional<Ref.Id> resource,
            List<ParamRow> params,
            Optional<Ref> result,
            Attributes attributes) {
        FunctionRow {
            params = List.copyOf(params);
        }
    }

    /**
     * An interface.
     *
     * @param copyOf of an inline interface that came with an include, the one it is a copy of
     */
    record InterfaceRow(
            Optional<String> name,
            SequencedMap<String, Integer> types,
            SequencedMap<String, FunctionRow> functions,
            Attributes attributes,
            int pkg,
            Optional<Integer> copyOf) {}

    /** An import or export. */
    sealed interface ItemRow {
        /** An interface. */
        record OfInterface(int id, Attributes attributes) implements ItemRow {}

        /** A function. */
        record OfFunction(FunctionRow function) implements ItemRow {}

        /** A type. */
        record OfType(int id) implements ItemRow {}
    }

    /** A world. */
    record WorldRow(
            String name,
            SequencedMap<String, ItemRow> imports,
            SequencedMap<String, ItemRow> exports,
            Attributes attributes,
            int pkg) {}

    /** A package. */
    record PackageRow(
            PackageName name,
            Docs docs,
            SequencedMap<String, Integer> interfaces,
            SequencedMap<String, Integer> worlds) {}
}
