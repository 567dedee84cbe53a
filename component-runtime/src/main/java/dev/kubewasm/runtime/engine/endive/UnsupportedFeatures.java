package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreModuleException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** Refuses modules that validate but need what the compiler can't do: found here, not in the middle of a call. */
final class UnsupportedFeatures {
    private UnsupportedFeatures() {}

    static void check(WasmModule module) {
        for (FunctionType type : module.typeSection().types()) {
            if (type != null) {
                type.params().forEach(UnsupportedFeatures::check);
                type.returns().forEach(UnsupportedFeatures::check);
            }
        }
        FunctionBody[] bodies = module.codeSection().functionBodies();
        for (int i = 0; i < bodies.length; i++) {
            bodies[i].localTypes().forEach(UnsupportedFeatures::check);
            for (Instruction instruction : bodies[i].instructions()) {
                if (isSimd(instruction.opcode())) {
                    throw new CoreModuleException(
                            "function " + i + " uses " + instruction.opcode()
                                    + ": SIMD is not supported by this engine",
                            null);
                }
            }
        }
    }

    private static void check(ValType type) {
        if (type.equals(ValType.V128)) {
            throw new CoreModuleException("type v128: SIMD is not supported by this engine", null);
        }
    }

    /** The vector opcodes are those of the prefix 0xFD. */
    private static boolean isSimd(OpCode opcode) {
        return opcode.opcode() >>> 8 == 0xFD || opcode.opcode() >>> 16 == 0xFD;
    }
}
