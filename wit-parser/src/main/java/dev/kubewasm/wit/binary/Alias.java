package dev.kubewasm.wit.binary;

/** An alias definition or declarator: a new index, in the index space of its sort, for something defined elsewhere. */
public sealed interface Alias {
    /** The index space that the alias extends. */
    Sort sort();

    /** The export {@code name} of component instance {@code instance}. */
    record Export(Sort sort, int instance, String name) implements Alias {}

    /** The export {@code name} of core instance {@code coreInstance}; {@code sort} is a core sort. */
    record CoreExport(Sort sort, int coreInstance, String name) implements Alias {}

    /**
     * The definition {@code index} of an enclosing scope.
     *
     * @param count how many scopes outward; 0 is the scope of the alias itself
     */
    record Outer(Sort sort, int count, int index) implements Alias {}
}
