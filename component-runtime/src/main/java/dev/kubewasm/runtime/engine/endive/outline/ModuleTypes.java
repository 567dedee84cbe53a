package dev.kubewasm.runtime.engine.endive.outline;

import java.util.List;
import java.util.Objects;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** The types of a module, by the numbers that instructions have for them. */
final class ModuleTypes {
    private final WasmModule module;
    private final List<FunctionType> imported;

    ModuleTypes(WasmModule module) {
        this.module = module;
        this.imported = module.importSection().stream()
                .filter(i -> i.importType() == ExternalType.FUNCTION)
                .map(i -> type(((FunctionImport) i).typeIndex()))
                .toList();
    }

    /** The function type of that number. */
    FunctionType type(int index) {
        return Objects.requireNonNull(module.typeSection().getType(index), "validated");
    }

    /** The type of a function, imported ones counted. */
    FunctionType function(int index) {
        return index < imported.size()
                ? imported.get(index)
                : type(module.functionSection().getFunctionType(index - imported.size()));
    }

    /** How many functions are imported. */
    int importedFunctions() {
        return imported.size();
    }

    /** The type of values that an instruction's operand stands for. */
    ValType valueType(long id) {
        return ValType.builder().fromId(id).build().resolve(module.typeSection());
    }
}
