package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostObject;
import dev.kubewasm.runtime.value.ResourceRef;
import dev.kubewasm.runtime.value.Val;
import java.util.List;
import java.util.Optional;

/** Handles (CanonicalABI.md, {@code lift_own}, {@code lift_borrow}, {@code lower_own}, {@code lower_borrow}). */
final class HandleCodec extends Codec {
    private final int slot;
    private final boolean own;

    HandleCodec(int slot, boolean own) {
        super(4, 4, List.of(CoreType.I32));
        this.slot = slot;
        this.own = own;
    }

    /** What a handle stands for, on its way. */
    private record Resource(int rep, Optional<HostObject> object) {}

    int slot() {
        return slot;
    }

    boolean isOwn() {
        return own;
    }

    @Override
    boolean hasBorrow() {
        return !own;
    }

    @Override
    Val load(Transfer t, Call call, int address) {
        return toVal(t, liftHandle(t, call, t.from().memory().getInt(address)));
    }

    @Override
    void store(Transfer t, Call call, Val value, int address) {
        t.to().memory().putInt(address, lowerHandle(t, call, fromVal(t, value)));
    }

    @Override
    Val lift(Transfer t, Call call, long[] words, int at) {
        return toVal(t, liftHandle(t, call, (int) words[at]));
    }

    @Override
    void lower(Transfer t, Call call, Val value, long[] words, int at) {
        words[at] = Integer.toUnsignedLong(lowerHandle(t, call, fromVal(t, value)));
    }

    @Override
    void copy(Transfer t, Call call, int source, int target) {
        t.to().memory().putInt(target, move(t, call, t.from().memory().getInt(source)));
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        target[at] = Integer.toUnsignedLong(move(t, call, (int) source[at]));
    }

    private int move(Transfer t, Call call, int index) {
        return move(t.from(), t.to().instance(), t.resource(slot), own, call, index);
    }

    /** Passes a handle of {@code from} on to {@code to}, owned or borrowed; returns its number there. */
    static int move(Side from, InstanceScope to, ResourceType type, boolean own, Call call, int index) {
        ResourceHandle handle = lift(from, type, own, call, index);
        return lower(to, type, own, call, handle.rep(), handle.object());
    }

    private Resource liftHandle(Transfer t, Call call, int index) {
        ResourceHandle handle = lift(t.from(), t.resource(slot), own, call, index);
        return new Resource(handle.rep(), handle.object());
    }

    private static ResourceHandle lift(Side from, ResourceType type, boolean own, Call call, int index) {
        HandleTable handles = from.instance().handles();
        ResourceHandle handle = handles.get(index, type);
        if (!own) {
            call.lend(handle);
            return handle;
        }
        if (!handle.isOwn()) {
            throw from.trap("handle index " + index + " is borrowed: an owning handle is needed");
        }
        return handles.remove(index, type);
    }

    private int lowerHandle(Transfer t, Call call, Resource resource) {
        return lower(t.to().instance(), t.resource(slot), own, call, resource.rep, resource.object);
    }

    private static int lower(
            InstanceScope to, ResourceType type, boolean own, Call call, int rep, Optional<HostObject> object) {
        if (own) {
            return to.handles().add(ResourceHandle.own(type, rep, object));
        }
        if (type.implementation().isPresent() && type.implementation().get() == to) {
            return rep;
        }
        call.addBorrow();
        return to.handles().add(ResourceHandle.borrow(type, rep, object, call));
    }

    private Val toVal(Transfer t, Resource resource) {
        ResourceRef ref =
                resource.object.isPresent() ? resource.object.get() : new GuestResource(t.resource(slot), resource.rep);
        return own ? new Val.Own(ref) : new Val.Borrow(ref);
    }

    private Resource fromVal(Transfer t, Val value) {
        ResourceRef ref =
                switch (value) {
                    case Val.Own o -> o.resource();
                    case Val.Borrow b when !own -> b.resource();
                    default -> throw mismatch(own ? "own" : "borrow", value);
                };
        ResourceType type = t.resource(slot);
        if (ref instanceof HostObject object
                && type.hostType().isPresent()
                && type.hostType().get() == object.type()) {
            return new Resource(0, Optional.of(object));
        }
        if (ref instanceof GuestResource guest && guest.type() == type) {
            if (type.implementation().isPresent()
                    && type.implementation().get().store().isGone()) {
                throw new Trap(Trap.Kind.STALE_HANDLE, "the instance that made this " + type.name() + " is gone");
            }
            return new Resource(own ? guest.take() : guest.rep(), Optional.empty());
        }
        throw new IllegalArgumentException(
                "a handle to " + type.name() + " of another type is needed than this one to " + ref.typeName());
    }
}
