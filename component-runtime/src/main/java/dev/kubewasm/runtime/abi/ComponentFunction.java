package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A component function at run time: what a component calls through an import, or an embedder through an export. */
public sealed interface ComponentFunction permits LiftedFunction, HostLinkedFunction {
    /** How its values are passed. */
    FunctionAbi abi();

    /** The resources that its type names. */
    ResourceTable resources();

    /** The container whose function it is, or whose import: no other call is in that one during a call. */
    InstanceStore store();

    /**
     * Calls it from the host. Waits until no other call is in {@link #store()}.
     *
     * @param deadline how long to wait at most; empty waits as long as it takes
     * @throws dev.kubewasm.runtime.failure.Trap if it traps; the instance can't be called again
     * @throws IllegalArgumentException if {@code args} aren't of the function's type; the instance can be called again
     */
    Optional<Val> call(List<Val> args, Optional<Duration> deadline);
}
