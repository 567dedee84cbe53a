package dev.kubewasm.wit.binary;

/** A core value type, or the storage type of a field. */
public sealed interface CoreValType {
    /** Number and vector types, and the packed storage types. */
    enum Plain implements CoreValType {
        I32,
        I64,
        F32,
        F64,
        V128,
        I8,
        I16;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A reference type.
     *
     * @param heapType a type index if 0 or more, else an abstract heap type as its code, for example -0x10 for
     *     {@code func}
     */
    record Reference(boolean nullable, boolean shared, long heapType) implements CoreValType {
        /** {@code (ref null func)}. */
        public static final Reference FUNCREF = new Reference(true, false, -0x10);

        /** {@code (ref null extern)}. */
        public static final Reference EXTERNREF = new Reference(true, false, -0x11);
    }
}
