package dev.kubewasm.runtime.engine;

/** What core instances export and import. */
public sealed interface CoreExtern
        permits CoreFunction, CoreExtern.OfTable, CoreExtern.OfGlobal, CoreExtern.OfTag, CoreExtern.OfMemory {
    /** A table. */
    non-sealed interface OfTable extends CoreExtern {}

    /** A global. */
    non-sealed interface OfGlobal extends CoreExtern {}

    /** An exception tag. */
    non-sealed interface OfTag extends CoreExtern {}

    /** A linear memory. */
    non-sealed interface OfMemory extends CoreExtern {
        /** The memory. */
        CoreMemory memory();
    }
}
