package dev.kubewasm.wit.binary;

import dev.kubewasm.wit.model.Type;

/** A use of a value type ({@code valtype}): a primitive written in place, or an index into the type index space. */
public sealed interface ValType {
    /** A primitive type. */
    record Primitive(Type.Primitive type) implements ValType {}

    /** The type at {@code typeIndex}, which must be a defined value type. */
    record Index(int typeIndex) implements ValType {}
}
