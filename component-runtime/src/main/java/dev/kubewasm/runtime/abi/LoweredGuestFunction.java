package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import java.time.Duration;
import java.util.Optional;

/**
 * A function of one component as a core function of another ({@code canon lower} of a {@code canon lift}): copies the
 * values from one memory to the other. Everything that can be known before a call is known when this is made.
 */
public final class LoweredGuestFunction extends HostCoreFunction {
    private final FunctionAbi abi;
    private final Side caller;
    private final LiftedFunction callee;
    private final Entry entry;
    private final boolean mightBeRecursive;
    private final Transfer in;
    private final Transfer out;

    /**
     * An adapter.
     *
     * @param abi by the caller's type
     * @param resources that the caller's type names
     * @param caller the calling side
     * @param callee what is called
     * @param deadline how long to wait until another container's instance may be entered
     */
    public LoweredGuestFunction(
            FunctionAbi abi, ResourceTable resources, Side caller, LiftedFunction callee, Optional<Duration> deadline) {
        super(abi.loweredType());
        this.abi = abi;
        this.caller = caller;
        this.callee = callee;
        this.entry = new Entry(Optional.of(caller.instance()), callee.side().instance(), deadline);
        this.mightBeRecursive = callee.side().instance().isRelatedTo(caller.instance());
        this.in = new Transfer(Optional.of(caller), Optional.of(callee.side()), resources);
        this.out = new Transfer(Optional.of(callee.side()), Optional.of(caller), resources);
    }

    @Override
    public long[] call(long... words) {
        caller.instance().checkMayLeave();
        if (mightBeRecursive) {
            throw InstanceScope.reentrance();
        }
        entry.enter();
        Call call = LiftedFunction.newCall(abi);
        try {
            long[] results = callee.run(copyParams(call, words));
            call.checkReturned(callee.side().instance());
            long[] returned = copyResult(call, results, words);
            callee.finish(results);
            return returned;
        } catch (AbiTrap e) {
            // It may have been found without a frame of the culprit on the stack: bad arguments of a caller poison
            // the caller, when this unwinds it, but not the callee, and bad results the callee.
            e.culprit().store().poison(e);
            throw e;
        } finally {
            call.end();
            entry.leave();
        }
    }

    private long[] copyParams(Call call, long[] words) {
        FieldsCodec params = abi.params();
        if (abi.flatParams()) {
            long[] copied = new long[abi.calleeWords()];
            params.copyFlat(in, call, words, copied, 0);
            return copied;
        }
        int source = (int) words[0];
        caller.check(source, params.alignment(), params.size(), "the parameters have");
        int target = callee.side().allocate(params.alignment(), params.size());
        params.copy(in, call, source, target);
        return new long[] {Integer.toUnsignedLong(target)};
    }

    private long[] copyResult(Call call, long[] results, long[] words) {
        if (abi.result().isEmpty()) {
            return LiftedFunction.noWords();
        }
        Codec result = abi.result().get();
        if (abi.flatResult()) {
            long[] copied = new long[1];
            result.copyFlat(out, call, results, copied, 0);
            return copied;
        }
        int source = callee.resultAddress(results, result);
        int target = (int) words[words.length - 1];
        caller.check(target, result.alignment(), result.size(), "the caller's result has");
        result.copy(out, call, source, target);
        return LiftedFunction.noWords();
    }
}
