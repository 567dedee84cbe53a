package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.runtime.engine.CoreExtern;
import dev.kubewasm.runtime.engine.CoreInstance;
import java.lang.foreign.MemorySegment;

/**
 * An instance of a module.
 *
 * @param handle the {@code wasmtime_instance_t}
 */
record WasmtimeInstance(WasmtimeStore store, MemorySegment handle) implements CoreInstance {
    @Override
    public CoreExtern export(int index) {
        return WasmtimeExtern.of(store, store.export(handle, index));
    }
}
