package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.engine.CoreMemory;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.typed.Realloc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function of one component as a core function of another ({@code canon lower} of a {@code canon lift}), in code
 * generated for the function's type ({@link AdapterWriter}): values go from one memory to the other, with no Java objects
 * between. The generated classes have the moves; this has what needs to be known of instances, handles and encodings.
 *
 * <p>In the names of methods, <i>inward</i> is the direction of parameters, from the caller to the callee.
 */
public abstract class FusedAdapter extends HostCoreFunction {
    // What most calls need is here, in as few cache lines as can be; the rest is behind the link.
    private final Link link;
    private final Entry entry;
    private final boolean borrows;
    /** Whether entering is nothing but passing the gates: then it is done here, by what is at hand. */
    private final boolean direct;

    /** The caller's gate. */
    protected final Gate callerGate;
    /** The callee's gate. */
    protected final Gate calleeGate;
    /** Whether strings are UTF-8 on both sides. */
    private final boolean utf8;

    private final @Nullable Realloc callerRealloc;
    private final @Nullable Realloc calleeRealloc;
    /** The linear memory of the caller; used only where the type needs one. */
    protected final @Nullable CoreMemory callerMemory;
    /** The linear memory of the callee. */
    protected final @Nullable CoreMemory calleeMemory;

    /** What an adapter connects. */
    public static final class Link {
        private final FunctionAbi abi;
        private final List<ResourceType> resources;
        private final Side caller;
        private final Side calleeSide;
        private final LiftedFunction callee;
        private final Entry entry;
        private final boolean mightBeRecursive;

        /**
         * What an adapter connects.
         *
         * @param abi by the caller's type
         * @param resources those that handle types of that type name, in order of first appearance
         * @param caller the calling side
         * @param callee what is called
         * @param deadline how long to wait until another container's instance may be entered
         */
        Link(
                FunctionAbi abi,
                List<ResourceType> resources,
                Side caller,
                LiftedFunction callee,
                Optional<Duration> deadline) {
            this.abi = abi;
            this.resources = List.copyOf(resources);
            this.caller = caller;
            this.callee = callee;
            this.calleeSide = callee.side();
            this.entry = new Entry(Optional.of(caller.instance()), callee.side().instance(), deadline);
            this.mightBeRecursive = callee.side().instance().isRelatedTo(caller.instance());
        }

        /** Whether calls only pass the gates of both sides: neither a lock nor another instance is between them. */
        boolean isDirect() {
            return !mightBeRecursive && entry.isDirect();
        }

        /** The callee's core function, which implements the interface of its signature. */
        public Object callee() {
            return callee.typedCore();
        }

        /** The callee's {@code post-return}, which implements the interface of its signature; null if it has none. */
        public @Nullable Object postReturn() {
            return callee.typedPostReturn();
        }
    }

    /** An adapter for {@code link}. */
    protected FusedAdapter(Link link) {
        super(link.abi.loweredType());
        Side caller = link.caller;
        Side callee = link.calleeSide;
        this.link = link;
        this.entry = link.entry;
        this.borrows = link.abi.hasBorrow();
        this.direct = link.isDirect();
        this.callerGate = caller.instance().gate();
        this.calleeGate = callee.instance().gate();
        this.callerMemory = caller.memoryOrNull();
        this.calleeMemory = callee.memoryOrNull();
        this.callerRealloc = caller.reallocOrNull();
        this.calleeRealloc = callee.reallocOrNull();
        this.utf8 = caller.encoding() == StringEncoding.UTF8 && callee.encoding() == StringEncoding.UTF8;
    }

    /** The call begins: waits until it may enter. */
    protected final Call enter() {
        if (direct && callerGate.mayLeave && calleeGate.mayEnter) {
            calleeGate.mayEnter = false;
        } else {
            link.caller.instance().checkMayLeave();
            if (link.mightBeRecursive) {
                throw InstanceScope.reentrance();
            }
            entry.enter();
        }
        return borrows ? new Call() : LiftedFunction.noHandles();
    }

    /** The call ends well. */
    protected final void leave(Call call) {
        if (borrows) {
            call.end();
        }
        if (direct) {
            calleeGate.mayEnter = true;
        } else {
            entry.leave();
        }
    }

    /** The call ends by {@code failure}; returns what is to be thrown. */
    protected final RuntimeException failed(Throwable failure, Call call) {
        try {
            if (failure instanceof AbiTrap trap) {
                // It may have been found without a frame of the culprit on the stack: bad arguments of a caller poison
                // the caller, when this unwinds it, but not the callee, and bad results the callee.
                trap.culprit().store().poison(trap);
            }
            return CoreFunction.rethrown(failure);
        } finally {
            leave(call);
        }
    }

    /** The callee's core function ended by {@code failure}; returns what is to be thrown. */
    protected final RuntimeException calleeFailed(Throwable failure) {
        return link.calleeSide.instance().failed(link.callee.core(), failure);
    }

    /** As {@link #failed}, of a call whose only part was the callee's core function. */
    protected final RuntimeException directFailed(Throwable failure) {
        Throwable ended;
        try {
            ended = calleeFailed(failure);
        } catch (Error e) {
            ended = e;
        }
        return failed(ended, LiftedFunction.noHandles());
    }

    /** The callee has returned: it may not keep what it borrowed. */
    protected final void checkReturned(Call call) {
        call.checkReturned(link.calleeSide.instance());
    }

    /** Before the callee's {@code post-return}, in which it may not call out. */
    protected final void beginPostReturn() {
        calleeGate.mayLeave = false;
    }

    /** After the callee's {@code post-return}. */
    protected final void endPostReturn() {
        calleeGate.mayLeave = true;
    }

    private Side from(boolean inward) {
        return inward ? link.caller : link.calleeSide;
    }

    private Side to(boolean inward) {
        return inward ? link.calleeSide : link.caller;
    }

    /** Traps unless {@code size} bytes, from which values are read, are aligned and in bounds. */
    protected final void checkSource(boolean inward, int address, int alignment, int size) {
        from(inward).check(address, alignment, size, inward ? "the parameters have" : "the result has");
    }

    /** Traps unless the caller has room for the result where it says. */
    protected final void checkResultRoom(int address, int alignment, int size) {
        link.caller.check(address, alignment, size, "the caller's result has");
    }

    /** Room for the parameters in the callee's memory. */
    protected final int allocateParameters(int alignment, int size) {
        return link.calleeSide.allocate(alignment, size);
    }

    /** The length in bytes of a list that is in bounds. */
    protected final int checkList(boolean inward, int address, int length, int elementSize, int alignment) {
        return ListCodec.check(from(inward), address, length, elementSize, alignment);
    }

    /** Room for a list of {@code byteLength} bytes. */
    protected final int allocateList(boolean inward, int byteLength, int alignment) {
        return to(inward).allocate(alignment, byteLength);
    }

    /** Copies a string; returns its address in the low half and its length, tagged as the encoding has it. */
    protected final long copyString(boolean inward, int address, int length) {
        CoreMemory source = inward ? callerMemory : calleeMemory;
        CoreMemory target = inward ? calleeMemory : callerMemory;
        Realloc realloc = inward ? calleeRealloc : callerRealloc;
        byte[] bytes = source == null ? null : source.array();
        if (!utf8
                || bytes == null
                || target == null
                || realloc == null
                || (address | length) < 0
                || length > Math.min(bytes.length - address, PairCodec.MAX_BYTE_LENGTH)
                || !Unicode.isUtf8(bytes, address, length)) {
            return StringCodec.copy(from(inward), to(inward), address, length);
        }
        int copy = allocate(inward, realloc, target, length);
        target.write(copy, bytes, address, length);
        return PairCodec.pair(copy, length);
    }

    /** As {@link Side#allocate}, by what is at hand. */
    private int allocate(boolean inward, Realloc realloc, CoreMemory memory, int length) {
        Gate gate = inward ? calleeGate : callerGate;
        gate.mayLeave = false;
        int address;
        try {
            address = realloc.call(0, 0, 1, length);
        } catch (Throwable t) {
            throw to(inward).reallocFailed(t);
        }
        gate.mayLeave = true;
        if (Integer.toUnsignedLong(address) + length > memory.size()) {
            throw to(inward).misallocated(address, length);
        }
        return address;
    }

    /** Passes on a handle to the resource of that number; returns its number on the other side. */
    protected final int moveHandle(boolean inward, int resource, boolean own, int handle, Call call) {
        return HandleCodec.move(from(inward), to(inward).instance(), link.resources.get(resource), own, call, handle);
    }

    /** The discriminant, if it is one of {@code cases}. */
    protected final int checkCase(boolean inward, int discriminant, int cases) {
        return CaseCodec.check(from(inward), discriminant, cases);
    }

    /** The code point, if it is a scalar value. */
    protected final int checkChar(boolean inward, int codePoint) {
        return NumberCodec.checkChar(from(inward), codePoint);
    }
}
