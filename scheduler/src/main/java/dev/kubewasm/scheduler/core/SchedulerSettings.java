package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.Map;

/**
 * How to decide, to bind and to retry.
 *
 * @param profiles by the {@code schedulerName} of the Pods they are for, one at least
 * @param queue backoff, of all profiles: they share one queue
 * @param bindings how decisions are made true
 * @param order which Pods are tried first
 */
public record SchedulerSettings(
        Map<String, SchedulingProfile> profiles, QueueSettings queue, BindingSettings bindings, QueueOrder order) {
    /** The profile that there is without a configuration. */
    public static final String DEFAULT_PROFILE = "kube-wasm";

    /** The defaults of all; the cycle waits for its bindings. */
    public static final SchedulerSettings DEFAULT =
            new SchedulerSettings(PlacementSettings.DEFAULT, QueueSettings.DEFAULT);

    public SchedulerSettings {
        profiles = Map.copyOf(profiles);
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException("there is no profile");
        }
    }

    /** With the default profile alone, and kube-scheduler's rules; the cycle waits for its bindings. */
    public SchedulerSettings(PlacementSettings placement, QueueSettings queue) {
        this(
                Map.of(DEFAULT_PROFILE, new SchedulingProfile(placement, ProfileSettings.DEFAULT)),
                queue,
                BindingSettings.IN_TURN,
                QueueOrder.BY_PRIORITY);
    }

    /** The same with these profiles. */
    public SchedulerSettings withProfiles(Map<String, SchedulingProfile> others) {
        return new SchedulerSettings(others, queue, bindings, order);
    }

    /** The same with the default profile alone, set to this. */
    public SchedulerSettings withProfile(SchedulingProfile other) {
        return withProfiles(Map.of(DEFAULT_PROFILE, other));
    }

    /** The same with another way to bind. */
    public SchedulerSettings withBindings(BindingSettings other) {
        return new SchedulerSettings(profiles, queue, other, order);
    }

    /** The same with another order of Pods. */
    public SchedulerSettings withOrder(QueueOrder other) {
        return new SchedulerSettings(profiles, queue, bindings, other);
    }
}
