package dev.kubewasm.runtime.engine;

/** What core instances export and import. */
public sealed interface CoreExtern
        permits CoreFunction, CoreExtern.OfTable, CoreExtern.OfGlobal, CoreExtern.OfTag, CoreExtern.OfMemory {
    /** A table. */
    non-sealed interface OfTable extends CoreExtern {}

    /** A global. */
    non-sealed interface OfGlobal extends CoreExtern {
        /** The value now, if it is a number: an i32 in the low half, floats as their bits. */
        long bits();
    }

    /** An exception tag. */
    non-sealed interface OfTag extends CoreExtern {}

    /** A linear memory. */
    non-sealed interface OfMemory extends CoreExtern {
        /** The memory. */
        CoreMemory memory();
    }
}
