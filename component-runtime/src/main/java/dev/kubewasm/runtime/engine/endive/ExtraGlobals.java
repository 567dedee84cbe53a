package dev.kubewasm.runtime.engine.endive;

import java.util.List;
import java.util.Optional;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Global;
import run.endive.wasm.types.GlobalSection;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** Gives a module globals that its binary doesn't have. */
final class ExtraGlobals {
    private ExtraGlobals() {}

    /** {@code module} with mutable globals of number types behind its own, zero at first. */
    static WasmModule add(WasmModule module, List<ValType> types) {
        GlobalSection.Builder globals = GlobalSection.builder();
        for (Global global : module.globalSection().globals()) {
            globals.addGlobal(global);
        }
        for (ValType type : types) {
            globals.addGlobal(new Global(type, MutabilityType.Var, List.of(zero(type))));
        }
        WasmModule.Builder extended = WasmModule.builder()
                .setTypeSection(module.typeSection())
                .setImportSection(module.importSection())
                .setFunctionSection(module.functionSection())
                .setTableSection(module.tableSection())
                .setGlobalSection(globals.build())
                .setExportSection(module.exportSection())
                .setElementSection(module.elementSection())
                .setCodeSection(module.codeSection())
                .setDataSection(module.dataSection())
                .withValidation(false);
        module.memorySection().ifPresent(extended::setMemorySection);
        module.startSection().ifPresent(extended::setStartSection);
        module.dataCountSection().ifPresent(extended::setDataCountSection);
        module.tagSection().ifPresent(extended::setTagSection);
        Optional.ofNullable(module.digest()).ifPresent(extended::withDigest);
        return extended.build();
    }

    private static Instruction zero(ValType type) {
        OpCode constant =
                switch (type.opcode()) {
                    case ValType.ID.I32 -> OpCode.I32_CONST;
                    case ValType.ID.I64 -> OpCode.I64_CONST;
                    case ValType.ID.F32 -> OpCode.F32_CONST;
                    case ValType.ID.F64 -> OpCode.F64_CONST;
                    default -> throw new IllegalArgumentException("not a number: " + type);
                };
        return new Instruction(-1, constant, new long[] {0});
    }
}
