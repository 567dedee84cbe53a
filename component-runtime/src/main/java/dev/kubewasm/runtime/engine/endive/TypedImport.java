package dev.kubewasm.runtime.engine.endive;

import run.endive.runtime.ImportFunction;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;

/** An imported function that compiled code calls by the interface of its signature. Called by generated code alone. */
public final class TypedImport extends ImportFunction {
    /** Implements the interface of the signature. */
    public final Object typed;

    /** {@code typed} implements the interface of {@code type}'s signature; {@code handle} is the same by arrays. */
    TypedImport(String module, String name, FunctionType type, WasmFunctionHandle handle, Object typed) {
        super(module, name, type, handle);
        this.typed = typed;
    }
}
