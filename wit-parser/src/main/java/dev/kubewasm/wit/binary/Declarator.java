package dev.kubewasm.wit.binary;

/** A declarator of a component type or an instance type. {@code offset} is its byte offset in the binary. */
public sealed interface Declarator {
    /** Byte offset in the binary. */
    int offset();

    /** Defines a core type of the scope. */
    record OfCoreType(int offset, CoreTypeDefinition type) implements Declarator {}

    /** Defines a type of the scope. */
    record OfType(int offset, TypeDefinition type) implements Declarator {}

    /** An alias: outer, or of an instance's export. */
    record OfAlias(int offset, Alias alias) implements Declarator {}

    /** An import; in component types only. */
    record OfImport(int offset, ExternName name, ExternDesc type) implements Declarator {}

    /** An export. It is a new index of its sort's index space in the scope. */
    record OfExport(int offset, ExternName name, ExternDesc type) implements Declarator {}
}
