package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.runtime.engine.CoreFunction;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A function of a store. */
final class WasmtimeFunction implements CoreFunction, WasmtimeExtern {
    private final WasmtimeStore store;
    private final MemorySegment handle;
    private final MemorySegment function;
    /** Asked for when Java first calls it: most are only imported by other modules. */
    private @Nullable RawWords words;

    WasmtimeFunction(WasmtimeStore store, MemorySegment handle) {
        this.store = store;
        this.handle = handle;
        this.function = handle.asSlice(VALUE);
    }

    @Override
    public WasmtimeStore store() {
        return store;
    }

    @Override
    public MemorySegment handle() {
        return handle;
    }

    @Override
    public long[] call(long... args) {
        RawWords known = words;
        if (known == null) {
            known = store.wordsOf(function);
            words = known;
        }
        return store.call(function, known, args);
    }
}
