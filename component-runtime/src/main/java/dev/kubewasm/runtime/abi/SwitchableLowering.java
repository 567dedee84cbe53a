package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import java.time.Duration;
import java.util.Optional;

/** An imported function as a core function that can be sent to another provider. */
public final class SwitchableLowering {
    private final SwitchableFunction function;

    /**
     * Calls {@code first} until it is switched.
     *
     * @param provider whose function {@code first} calls, if it needs one
     * @param deadline how long calls wait at most for another provider when this one is gone
     * @param links by which the container's links are switched
     */
    public SwitchableLowering(
            HostCoreFunction first, Optional<InstanceStore> provider, Optional<Duration> deadline, LinkSwitch links) {
        this.function = SwitchableFunctions.of(first, links);
        switchTo(first, provider, deadline);
    }

    /** The core function. */
    public HostCoreFunction function() {
        return function;
    }

    /** Sends calls elsewhere, from the next on; on a thread that is in the container. See the constructor. */
    public void switchTo(HostCoreFunction adapter, Optional<InstanceStore> provider, Optional<Duration> deadline) {
        function.switchTo(adapter, provider.orElse(null), deadline.orElse(Duration.ZERO));
    }
}
