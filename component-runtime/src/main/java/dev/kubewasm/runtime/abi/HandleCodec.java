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
        Resource resource = liftHandle(t, call, t.from().memory().getInt(source));
        t.to().memory().putInt(target, lowerHandle(t, call, resource));
    }

    @Override
    void copyFlat(Transfer t, Call call, long[] source, long[] target, int at) {
        Resource resource = liftHandle(t, call, (int) source[at]);
        target[at] = Integer.toUnsignedLong(lowerHandle(t, call, resource));
    }

    private Resource liftHandle(Transfer t, Call call, int index) {
        HandleTable handles = t.from().instance().handles();
        ResourceType type = t.resource(slot);
        if (own) {
            ResourceHandle handle = handles.get(index, type);
            if (!handle.isOwn()) {
                throw t.from().trap("handle index " + index + " is borrowed: an owning handle is needed");
            }
            handles.remove(index, type);
            return new Resource(handle.rep(), handle.object());
        }
        ResourceHandle handle = handles.get(index, type);
        call.lend(handle);
        return new Resource(handle.rep(), handle.object());
    }

    private int lowerHandle(Transfer t, Call call, Resource resource) {
        ResourceType type = t.resource(slot);
        InstanceScope target = t.to().instance();
        if (own) {
            return target.handles().add(ResourceHandle.own(type, resource.rep, resource.object));
        }
        if (type.implementation().isPresent() && type.implementation().get() == target) {
            return resource.rep;
        }
        call.addBorrow();
        return target.handles().add(ResourceHandle.borrow(type, resource.rep, resource.object, call));
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
