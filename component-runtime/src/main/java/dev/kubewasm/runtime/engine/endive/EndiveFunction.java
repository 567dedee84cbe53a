package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.CoreFunction;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.FunctionType;

/**
 * A function of a core instance. As an import of another core instance it is called without turning exceptions into
 * traps, so that core exceptions pass between the modules of a component.
 */
final class EndiveFunction implements CoreFunction, WasmFunctionHandle {
    private static final long[] NOTHING = {};

    private final Instance instance;
    private final Machine machine;
    private final int index;

    private EndiveFunction(Instance instance, int index) {
        this.instance = instance;
        this.machine = instance.getMachine();
        this.index = index;
    }

    /** The function at {@code index} of {@code instance}; where that imports it from another instance, that one's. */
    static EndiveFunction of(Instance instance, int index) {
        if (index < instance.imports().functionCount()) {
            ImportFunction imported = instance.imports().function(index);
            if (imported.handle() instanceof EndiveFunction original) {
                return original;
            }
        }
        return new EndiveFunction(instance, index);
    }

    SharedTable.Slot slot() {
        return new SharedTable.Slot(instance, index);
    }

    FunctionType type() {
        return instance.type(instance.functionType(index));
    }

    @Override
    public long[] call(long... args) {
        try {
            return orNothing(machine.call(index, args));
        } catch (WasmEngineException | WasmException | StackOverflowError e) {
            throw EngineTraps.translate(e);
        }
    }

    @Override
    public long[] apply(Instance caller, long... args) {
        try {
            return orNothing(machine.call(index, args));
        } catch (WasmException e) {
            throw TagIdentity.seenBy(caller, e);
        }
    }

    @Override
    public CallResult applyWithRefs(Instance caller, long[] args, Object[] refArgs) {
        try {
            return machine.callWithRefs(index, args, refArgs);
        } catch (WasmException e) {
            throw TagIdentity.seenBy(caller, e);
        }
    }

    private static long[] orNothing(long @Nullable [] results) {
        return results == null ? NOTHING : results;
    }
}
