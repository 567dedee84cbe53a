package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function of the host as a core function of a component ({@code canon lower}). */
public final class LoweredHostFunction extends HostCoreFunction {
    private final HostLinkedFunction function;
    private final FunctionAbi abi;
    private final Side caller;
    private final Transfer in;
    private final Transfer out;

    /** An adapter for {@code caller}. */
    public LoweredHostFunction(HostLinkedFunction function, Side caller) {
        super(function.abi().loweredType());
        this.function = function;
        this.abi = function.abi();
        this.caller = caller;
        this.in = new Transfer(Optional.of(caller), Optional.empty(), function.resources());
        this.out = new Transfer(Optional.empty(), Optional.of(caller), function.resources());
    }

    @Override
    public long[] call(long... words) {
        caller.instance().checkMayLeave();
        Call call = LiftedFunction.newCall(abi);
        in.begin();
        try {
            Val result = callHost(liftParams(call, words));
            return lowerResult(call, result, words);
        } finally {
            call.end();
        }
    }

    private List<Val> liftParams(Call call, long[] words) {
        FieldsCodec params = abi.params();
        if (abi.flatParams()) {
            return params.liftAll(in, call, words, 0);
        }
        int source = (int) words[0];
        caller.check(source, params.alignment(), params.size(), "the parameters have");
        return params.loadAll(in, call, source);
    }

    private @Nullable Val callHost(List<Val> args) {
        try {
            return function.function().call(function.context(), args);
        } catch (Trap | ComponentExit e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Trap(Trap.Kind.HOST_FAILURE, function.name() + " failed: " + e, e);
        }
    }

    private long[] lowerResult(Call call, @Nullable Val value, long[] words) {
        if (abi.result().isEmpty()) {
            return LiftedFunction.noWords();
        }
        Codec result = abi.result().get();
        try {
            if (value == null) {
                throw new IllegalArgumentException("no value");
            }
            if (abi.flatResult()) {
                long[] lowered = new long[1];
                result.lower(out, call, value, lowered, 0);
                return lowered;
            }
            int target = (int) words[words.length - 1];
            caller.check(target, result.alignment(), result.size(), "the caller's result has");
            result.store(out, call, value, target);
            return LiftedFunction.noWords();
        } catch (IllegalArgumentException e) {
            throw new Trap(
                    Trap.Kind.HOST_FAILURE, function.name() + " returned what isn't of its type: " + e.getMessage(), e);
        }
    }
}
