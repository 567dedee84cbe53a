package dev.kubewasm.scheduler.framework;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a Pod is in its life.
 *
 * @param terminating whether it is being deleted
 * @param preempted whether it is being deleted because kube-scheduler or this one made room
 * @param startTime when its node took it; none: it counts as the youngest
 */
public record PodLife(boolean terminating, boolean preempted, Optional<Instant> startTime) {
    /** A Pod that waits for its node. */
    public static final PodLife NEW = new PodLife(false, false, Optional.empty());

    /** {@link #startTime}, the latest time there is without one. */
    public Instant started() {
        return startTime.orElse(Instant.MAX);
    }
}
