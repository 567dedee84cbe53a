package dev.kubewasm.runtime.engine.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreMemory;
import java.lang.foreign.MemorySegment;

/** What an instance exports, as {@code wasmtime_extern_t}: a kind, and a value that names an item of the store. */
interface WasmtimeExtern {
    /** The size of {@code wasmtime_extern_t}. */
    long SIZE = 32;

    /** Where the value begins. */
    long VALUE = 8;

    /** The store it is of. */
    WasmtimeStore store();

    /** The {@code wasmtime_extern_t}. */
    MemorySegment handle();

    /** What is in {@code handle}, exported by an instance of {@code store}. */
    static CoreExtern of(WasmtimeStore store, MemorySegment handle) {
        int kind = handle.get(JAVA_BYTE, 0);
        return switch (kind) {
            case 0 -> new WasmtimeFunction(store, handle);
            case 1 -> new Global(store, handle);
            case 2 -> new Table(store, handle);
            case 3 -> new Memory(store, handle, store.memoryOf(handle.asSlice(VALUE)));
            case 5 -> new Tag(store, handle);
            default -> throw new IllegalStateException("an export of kind " + kind);
        };
    }

    /** A global. */
    record Global(WasmtimeStore store, MemorySegment handle) implements WasmtimeExtern, CoreExtern.OfGlobal {
        @Override
        public long bits() {
            return store.valueOf(handle.asSlice(VALUE));
        }
    }

    /** A table. */
    record Table(WasmtimeStore store, MemorySegment handle) implements WasmtimeExtern, CoreExtern.OfTable {}

    /** A tag. */
    record Tag(WasmtimeStore store, MemorySegment handle) implements WasmtimeExtern, CoreExtern.OfTag {}

    /** A memory. */
    record Memory(WasmtimeStore store, MemorySegment handle, CoreMemory memory)
            implements WasmtimeExtern, CoreExtern.OfMemory {}
}
