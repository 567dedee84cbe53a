package dev.kubewasm.wit.binary;

import java.util.List;
import java.util.Optional;

/** One definition of a component. {@code offset} is its byte offset in the outermost binary. */
public sealed interface Definition {
    /** Byte offset in the outermost binary. */
    int offset();

    /** A core module, as its bytes (preamble included); adds to the core module index space. */
    record OfCoreModule(int offset, BinarySlice module) implements Definition {}

    /** A core instance; adds to the core instance index space. */
    record OfCoreInstance(int offset, CoreInstance instance) implements Definition {}

    /** A core type; adds to the core type index space, a recursion group one index per member. */
    record OfCoreType(int offset, CoreTypeDefinition type) implements Definition {}

    /** A nested component; adds to the component index space. */
    record OfComponent(int offset, Component component) implements Definition {}

    /** A component instance; adds to the instance index space. */
    record OfInstance(int offset, ComponentInstance instance) implements Definition {}

    /** An alias; adds to the index space of {@link Alias#sort()}. */
    record OfAlias(int offset, Alias alias) implements Definition {}

    /** A type; adds to the type index space. */
    record OfType(int offset, TypeDefinition type) implements Definition {}

    /** A canonical function: a lift adds to the function index space, all others to the core function index space. */
    record OfCanonical(int offset, CanonicalFunction function) implements Definition {}

    /**
     * A start function (gated: values). Adds {@code results} indices to the value index space.
     *
     * @param function index of a component function
     * @param arguments indices of values
     */
    record OfStart(int offset, int function, List<Integer> arguments, int results) implements Definition {
        public OfStart {
            arguments = List.copyOf(arguments);
        }
    }

    /** An import; adds to the index space of {@link ExternDesc#sort()}. */
    record OfImport(int offset, ExternName name, ExternDesc type) implements Definition {}

    /**
     * An export; adds to the index space of {@code item}'s sort.
     *
     * @param type the type the export is given, if it is written
     */
    record OfExport(int offset, ExternName name, SortIndex item, Optional<ExternDesc> type) implements Definition {}

    /** A value (gated: values), not decoded further; adds to the value index space. */
    record OfValue(int offset, ValType type, BinarySlice encoded) implements Definition {}
}
