package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.endive.SharedTable.Slot;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.RecType;
import run.endive.wasm.types.TypeSection;

/** Instances that show a function of one module to another, typed by the other's type section. */
final class FunctionBridge {
    /** The number of the bridged function in its bridge. */
    static final int FUNCTION = 0;

    private FunctionBridge() {}

    /** A bridge by which {@code viewer} calls the function in {@code slot}, which is another instance's. */
    static Instance make(Instance viewer, Slot slot) {
        Instance target = slot.instance();
        FunctionType type = target.type(target.functionType(slot.function()));
        TypeSection types = viewer.module().typeSection();
        int typeIndex = indexOf(types, type);
        if (typeIndex < 0) {
            // The viewer has no such type, so each of its calls must be a mismatch: the type gets an index that it
            // never names.
            types = with(types, type);
            typeIndex = types.subTypeCount() - 1;
        }
        WasmModule module = WasmModule.builder()
                .setTypeSection(types)
                .setImportSection(ImportSection.builder()
                        .addImport(new FunctionImport("bridge", "function", typeIndex))
                        .build())
                .withValidation(false)
                .build();
        WasmFunctionHandle handle = handle(slot);
        return Instance.builder(module)
                .withImportValues(ImportValues.builder()
                        .addFunction(new ImportFunction("bridge", "function", type, handle))
                        .build())
                .withMachineFactory(bridge -> new Bridge(viewer, handle))
                .build();
    }

    private static WasmFunctionHandle handle(Slot slot) {
        Instance target = slot.instance();
        if (slot.function() < target.imports().functionCount()) {
            return target.imports().function(slot.function()).handle();
        }
        return EndiveFunction.of(target, slot.function());
    }

    private static int indexOf(TypeSection types, FunctionType wanted) {
        FunctionType[] all = types.types();
        for (int i = 0; i < all.length; i++) {
            if (wanted.equals(all[i])) {
                return i;
            }
        }
        return -1;
    }

    private static TypeSection with(TypeSection types, FunctionType more) {
        TypeSection.Builder builder = TypeSection.builder();
        for (int i = 0; i < types.typeCount(); i++) {
            RecType type = types.getRecType(i);
            builder.addRecType(type);
        }
        return builder.addFunctionType(more).build();
    }

    /** Calls as {@code viewer} does: what is thrown is thrown in its code. */
    private record Bridge(Instance viewer, WasmFunctionHandle handle) implements Machine {
        @Override
        public long[] call(int function, long[] args) {
            return handle.apply(viewer, args);
        }

        @Override
        public long[] call(int function, long[] args, Object @Nullable [] refArgs) {
            return handle.apply(viewer, args);
        }

        @Override
        public CallResult callWithRefs(int function, long[] args, Object[] refArgs) {
            return handle.applyWithRefs(viewer, args, refArgs);
        }
    }
}
