package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.solver.PlacementSettings;
import java.time.Duration;

/**
 * How to decide, and how to retry.
 *
 * @param placement seed, limits and weights of the placement
 * @param queue backoff
 */
public record SchedulerSettings(PlacementSettings placement, QueueSettings queue) {
    /** The defaults of both. */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(PlacementSettings.DEFAULT, QueueSettings.DEFAULT);

    /** The defaults with another seed and time limit (of one cycle's placement). */
    public SchedulerSettings withPlacement(long seed, Duration timeLimit) {
        return new SchedulerSettings(
                new PlacementSettings(seed, placement.stepLimit(), timeLimit, placement.weights()), queue);
    }
}
