package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.time.Duration;

/**
 * How to decide, to bind and to retry.
 *
 * @param placement seed, limits and weights of the placement
 * @param queue backoff
 * @param profile of kube-scheduler's rules
 * @param bindings how decisions are made true
 * @param order which Pods are tried first
 */
public record SchedulerSettings(
        PlacementSettings placement,
        QueueSettings queue,
        ProfileSettings profile,
        BindingSettings bindings,
        QueueOrder order) {
    /** The defaults of all; the cycle waits for its bindings. */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(PlacementSettings.DEFAULT, QueueSettings.DEFAULT);

    /** With the defaults of kube-scheduler's rules; the cycle waits for its bindings. */
    public SchedulerSettings(PlacementSettings placement, QueueSettings queue) {
        this(placement, queue, ProfileSettings.DEFAULT, BindingSettings.IN_TURN, QueueOrder.BY_PRIORITY);
    }

    /** The same with another seed and time limit (of one cycle's placement). */
    public SchedulerSettings withPlacement(long seed, Duration timeLimit) {
        return new SchedulerSettings(
                new PlacementSettings(seed, placement.stepLimit(), timeLimit, placement.weights()),
                queue,
                profile,
                bindings,
                order);
    }

    /** The same with kube-scheduler's rules set otherwise. */
    public SchedulerSettings withProfile(ProfileSettings other) {
        return new SchedulerSettings(placement, queue, other, bindings, order);
    }

    /** The same with another way to bind. */
    public SchedulerSettings withBindings(BindingSettings other) {
        return new SchedulerSettings(placement, queue, profile, other, order);
    }

    /** The same with another order of Pods. */
    public SchedulerSettings withOrder(QueueOrder other) {
        return new SchedulerSettings(placement, queue, profile, bindings, other);
    }
}
