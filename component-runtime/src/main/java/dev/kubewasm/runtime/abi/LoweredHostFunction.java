package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function of the host as a core function of a component ({@code canon lower}). */
public final class LoweredHostFunction extends HostCoreFunction {
    private final HostLinkedFunction function;
    private final FunctionAbi abi;
    private final Side caller;
    private final Optional<Duration> deadline;
    /** The container whose import it is; null if it is the caller's own. */
    private final @Nullable InstanceStore entered;

    private final Transfer in;
    private final Transfer out;

    /**
     * An adapter for {@code caller}.
     *
     * @param deadline how long to wait at most where the function is another container's import, which is entered then
     */
    public LoweredHostFunction(HostLinkedFunction function, Side caller, Optional<Duration> deadline) {
        super(function.abi().loweredType());
        this.function = function;
        this.abi = function.abi();
        this.caller = caller;
        this.deadline = deadline;
        this.entered = function.store() == caller.instance().store() ? null : function.store();
        this.in = new Transfer(Optional.of(caller), Optional.empty(), function.resources());
        this.out = new Transfer(Optional.empty(), Optional.of(caller), function.resources());
    }

    @Override
    public long[] call(long... words) {
        caller.instance().checkMayLeave();
        if (entered == null) {
            return run(words);
        }
        entered.acquire(deadline);
        try {
            return run(words);
        } finally {
            entered.release();
        }
    }

    private long[] run(long[] words) {
        Call call = LiftedFunction.newCall(abi);
        in.begin();
        try {
            Val result = function.run(liftParams(call, words));
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
            throw function.wrongResult(e);
        }
    }
}
