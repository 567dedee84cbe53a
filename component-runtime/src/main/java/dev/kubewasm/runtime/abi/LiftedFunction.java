package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.typed.TypedCalls;
import dev.kubewasm.runtime.value.Val;
import java.lang.constant.MethodTypeDesc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A core function as a component function ({@code canon lift}). */
public final class LiftedFunction implements ComponentFunction {
    private static final long[] NO_WORDS = {};
    private static final Call NO_HANDLES = new Call();

    private final FunctionAbi abi;
    private final ResourceTable resources;
    private final Side side;
    private final CoreFunction core;
    private final Optional<CoreFunction> postReturn;
    private final Entry fromHost;
    private final Transfer in;
    private final Transfer out;

    /** Lifts {@code core}, a function of the instance on {@code side}. */
    public LiftedFunction(
            FunctionAbi abi, ResourceTable resources, Side side, CoreFunction core, Optional<CoreFunction> postReturn) {
        this.abi = abi;
        this.resources = resources;
        this.side = side;
        this.core = core;
        this.postReturn = postReturn;
        this.fromHost = new Entry(Optional.empty(), side.instance(), Optional.empty());
        this.in = new Transfer(Optional.empty(), Optional.of(side), resources);
        this.out = new Transfer(Optional.of(side), Optional.empty(), resources);
    }

    @Override
    public FunctionAbi abi() {
        return abi;
    }

    @Override
    public ResourceTable resources() {
        return resources;
    }

    @Override
    public InstanceStore store() {
        return side.instance().store();
    }

    Side side() {
        return side;
    }

    /** The record of a call without handles. */
    static Call noHandles() {
        return NO_HANDLES;
    }

    /** A fresh record of the handles of one call, if it can have any. */
    static Call newCall(FunctionAbi abi) {
        return abi.hasBorrow() ? new Call() : NO_HANDLES;
    }

    CoreFunction core() {
        return core;
    }

    /** The core function as an instance of the interface of its signature. */
    Object typedCore() {
        return TypedCalls.of(core, TypedCalls.signature(abi.liftedType()));
    }

    boolean hasPostReturn() {
        return postReturn.isPresent();
    }

    /** The {@code post-return} function as an instance of the interface of its signature; null if there is none. */
    @Nullable Object typedPostReturn() {
        MethodTypeDesc signature = TypedCalls.signature(abi.postReturnType());
        return postReturn.map(f -> TypedCalls.of(f, signature)).orElse(null);
    }

    /** Runs the core function. */
    long[] run(long[] words) {
        return side.instance().run(core, words);
    }

    /** Tells the instance that its results have been read. */
    void finish(long[] results) {
        if (postReturn.isPresent()) {
            side.instance().runWithoutLeaving(postReturn.get(), results);
        }
    }

    /** Where the result lies in memory, checked. */
    int resultAddress(long[] results, Codec result) {
        int address = (int) results[0];
        side.check(address, result.alignment(), result.size(), "the result has");
        return address;
    }

    @Override
    public Optional<Val> call(List<Val> args, Optional<Duration> deadline) {
        Entry entry = deadline.isEmpty() ? fromHost : new Entry(Optional.empty(), side.instance(), deadline);
        entry.enter();
        Call call = newCall(abi);
        out.begin();
        try {
            store().links().makeChanges();
            long[] results = run(lowerParams(call, args));
            call.checkReturned(side.instance());
            Optional<Val> value = liftResult(call, results);
            finish(results);
            return value;
        } catch (AbiTrap e) {
            e.culprit().store().poison(e);
            throw e;
        } finally {
            call.end();
            entry.leave();
        }
    }

    private long[] lowerParams(Call call, List<Val> args) {
        FieldsCodec params = abi.params();
        if (abi.flatParams()) {
            long[] words = new long[abi.calleeWords()];
            params.lowerAll(in, call, args, words, 0);
            return words;
        }
        int address = side.allocate(params.alignment(), params.size());
        params.storeAll(in, call, args, address);
        return new long[] {Integer.toUnsignedLong(address)};
    }

    private Optional<Val> liftResult(Call call, long[] results) {
        if (abi.result().isEmpty()) {
            return Optional.empty();
        }
        Codec result = abi.result().get();
        return Optional.of(
                abi.flatResult()
                        ? result.lift(out, call, results, 0)
                        : result.load(out, call, resultAddress(results, result)));
    }

    static long[] noWords() {
        return NO_WORDS;
    }
}
