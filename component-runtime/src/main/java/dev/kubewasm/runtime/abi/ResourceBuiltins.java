package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.CoreFuncType;
import dev.kubewasm.runtime.engine.CoreFuncType.CoreType;
import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.engine.typed.I32ToI32;
import dev.kubewasm.runtime.engine.typed.I32ToVoid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code canon resource.new}, {@code resource.drop} and {@code resource.rep}. */
public final class ResourceBuiltins {
    private static final CoreFuncType I32_TO_I32 = new CoreFuncType(List.of(CoreType.I32), List.of(CoreType.I32));
    private static final CoreFuncType I32_TO_NOTHING = new CoreFuncType(List.of(CoreType.I32), List.of());

    private ResourceBuiltins() {}

    /** Makes an owning handle from a representation. */
    public static HostCoreFunction newHandle(InstanceScope instance, ResourceType type) {
        return new NumberFunction() {
            @Override
            public int call(int rep) {
                instance.checkMayLeave();
                return instance.handles().add(ResourceHandle.own(type, rep, Optional.empty()));
            }
        };
    }

    /** The representation of a handle. */
    public static HostCoreFunction rep(InstanceScope instance, ResourceType type) {
        return new NumberFunction() {
            @Override
            public int call(int handle) {
                return instance.handles().get(handle, type).rep();
            }
        };
    }

    /**
     * Drops a handle, and with an owning one what it stands for.
     *
     * @param resources of the instance
     * @param slot of the resource's type; what is there may change when links are switched
     * @param deadline how long to wait for the instance that defines the resource
     */
    public static HostCoreFunction drop(
            InstanceScope instance, ResourceTable resources, int slot, Optional<Duration> deadline) {
        return new DropFunction() {
            @Override
            public void call(int index) {
                instance.checkMayLeave();
                instance.store().links().makeChanges();
                ResourceHandle handle = instance.handles().removeToDrop(index, resources.get(slot));
                if (handle.borrowedFor().isPresent()) {
                    handle.borrowedFor().get().dropBorrow();
                } else {
                    Resources.destroy(handle.type(), handle.rep(), handle.object(), Optional.of(instance), deadline);
                }
            }
        };
    }

    private abstract static class NumberFunction extends HostCoreFunction implements I32ToI32 {
        NumberFunction() {
            super(I32_TO_I32);
        }

        @Override
        public final long[] call(long... args) {
            return new long[] {call((int) args[0])};
        }
    }

    private abstract static class DropFunction extends HostCoreFunction implements I32ToVoid {
        DropFunction() {
            super(I32_TO_NOTHING);
        }

        @Override
        public final long[] call(long... args) {
            call((int) args[0]);
            return LiftedFunction.noWords();
        }
    }

    /** Drops an owning handle that the embedder holds. */
    public static void dropFromHost(dev.kubewasm.runtime.value.Val.Own handle) {
        switch (handle.resource()) {
            case GuestResource guest ->
                Resources.destroy(guest.type(), guest.take(), Optional.empty(), Optional.empty(), Optional.empty());
            case dev.kubewasm.runtime.host.HostObject object -> object.destroy();
            default -> throw new IllegalArgumentException("no handle of this runtime: " + handle);
        }
    }
}
