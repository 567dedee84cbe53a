package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.HostCoreFunction;
import dev.kubewasm.runtime.meter.LinkMeter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An imported function as a core function that can be sent to another provider. */
public final class SwitchableLowering {
    private final SwitchableFunction function;

    /**
     * Calls {@code targets} until it is switched.
     *
     * @param targets one, or those of the members of a pool
     * @param deadline how long calls wait at most for another provider when this one is gone
     * @param meter counts the link's calls, if somebody wants to know
     * @param links by which the container's links are switched
     */
    public SwitchableLowering(
            List<LinkTarget> targets, Optional<Duration> deadline, Optional<LinkMeter> meter, LinkSwitch links) {
        this.function = SwitchableFunctions.of(targets.getFirst().adapter(), links);
        switchTo(targets, deadline, meter);
    }

    /** The core function. */
    public HostCoreFunction function() {
        return function;
    }

    /** Sends calls elsewhere, from the next on; on a thread that is in the container. See the constructor. */
    public void switchTo(List<LinkTarget> targets, Optional<Duration> deadline, Optional<LinkMeter> meter) {
        function.switchTo(targets, deadline.orElse(Duration.ZERO), meter.orElse(null));
    }

    /** Leaves what was counted to the meter: the container is closed. */
    public void stopCounting() {
        function.stopCounting();
    }
}
