package dev.kubewasm.runtime.engine.endive;

import dev.kubewasm.runtime.engine.Activation;
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
 * A function of a core instance; {@link CallRewriter} makes a subclass for each exported one. As an import of another core
 * instance it is called without turning exceptions into traps, so that core exceptions pass between the modules of a
 * component.
 */
public class EndiveFunction implements CoreFunction, WasmFunctionHandle {
    private static final long[] NOTHING = {};

    private final Instance instance;
    private final Machine machine;
    private final int index;

    /** The function at {@code index} of {@code instance}, which defines it. */
    protected EndiveFunction(Instance instance, int index) {
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
        EndiveFunction typed = instance.getMachine() instanceof TypedFunctions t ? t.typedFunction(index) : null;
        return typed == null ? new EndiveFunction(instance, index) : typed;
    }

    SharedTable.Slot slot() {
        return new SharedTable.Slot(instance, index);
    }

    FunctionType type() {
        return instance.type(instance.functionType(index));
    }

    @Override
    public long[] call(long... args) {
        Activation activation = Activation.current();
        activation.enter();
        try {
            return callCompiled(args);
        } catch (WasmEngineException | WasmException | StackOverflowError e) {
            throw EngineTraps.translate(e);
        } finally {
            activation.leave();
        }
    }

    @Override
    public RuntimeException trapOf(Throwable failure) {
        return switch (failure) {
            case WasmEngineException e -> EngineTraps.translate(e);
            case WasmException e -> EngineTraps.translate(e);
            case StackOverflowError e -> EngineTraps.translate(e);
            default -> CoreFunction.rethrown(failure);
        };
    }

    @Override
    public long[] apply(Instance caller, long... args) {
        try {
            return callCompiled(args);
        } catch (WasmException e) {
            throw TagIdentity.seenBy(caller, e);
        }
    }

    /** Runs the code; failures are the engine's own. */
    public long[] callCompiled(long... args) {
        return orNothing(machine.call(index, args));
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
