package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host as an instance imports it. The instance may export it again: then others call it with what that
 * instance may use, and as if they entered it.
 *
 * @param name interface and function, for messages
 * @param abi by the type that the component imports
 * @param resources of the importing instance
 * @param function the implementation
 * @param context what the importing instance may use
 * @param store the importing instance's
 */
public record HostLinkedFunction(
        String name,
        FunctionAbi abi,
        ResourceTable resources,
        HostFunction function,
        HostContext context,
        InstanceStore store)
        implements ComponentFunction {
    @Override
    public Optional<Val> call(List<Val> args, Optional<Duration> deadline) {
        store.acquire(deadline);
        try {
            HostValues values = new HostValues(resources);
            values.checkArguments(abi.type(), args);
            Optional<Val> result = Optional.ofNullable(run(args));
            try {
                values.checkResult(abi.type(), result);
            } catch (IllegalArgumentException e) {
                throw wrongResult(e);
            }
            return result;
        } finally {
            store.release();
        }
    }

    /** Runs the host's code; whatever it throws is a trap. */
    @Nullable Val run(List<Val> args) {
        try {
            return function.call(context, args);
        } catch (Trap | ComponentExit e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Trap(Trap.Kind.HOST_FAILURE, name + " failed: " + e, e);
        }
    }

    /** The trap for a result that isn't of the function's type. */
    Trap wrongResult(IllegalArgumentException why) {
        return new Trap(Trap.Kind.HOST_FAILURE, name + " returned what isn't of its type: " + why.getMessage(), why);
    }
}
