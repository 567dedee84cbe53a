package dev.kubewasm.wit.binary;

import java.util.OptionalLong;

/** The type of an import or export of a core module ({@code core:externtype}), functions and tags by type index. */
public sealed interface CoreExternType {
    /** The core sort. */
    Sort sort();

    /** A function of the type at {@code type}. */
    record Func(int type) implements CoreExternType {
        @Override
        public Sort sort() {
            return Sort.CORE_FUNC;
        }
    }

    /**
     * A table.
     *
     * @param limits numbers of elements
     */
    record Table(CoreValType element, Limits limits) implements CoreExternType {
        @Override
        public Sort sort() {
            return Sort.CORE_TABLE;
        }
    }

    /**
     * A memory.
     *
     * @param limits numbers of pages
     * @param pageSizeLog2 16 unless the module chose another page size
     * @param pageSizeWritten whether the binary has a page size (gated: custom page sizes)
     */
    record Memory(Limits limits, int pageSizeLog2, boolean pageSizeWritten) implements CoreExternType {
        @Override
        public Sort sort() {
            return Sort.CORE_MEMORY;
        }
    }

    /** A global. */
    record Global(CoreValType type, boolean mutable, boolean shared) implements CoreExternType {
        @Override
        public Sort sort() {
            return Sort.CORE_GLOBAL;
        }
    }

    /** An exception tag with the parameters of the function type at {@code type}. */
    record Tag(int type) implements CoreExternType {
        @Override
        public Sort sort() {
            return Sort.CORE_TAG;
        }
    }

    /**
     * Limits of a memory or a table; unsigned.
     *
     * @param index64 whether addresses are 64 bits wide
     */
    record Limits(long min, OptionalLong max, boolean shared, boolean index64) {}
}
