package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;

/**
 * How the Pods of one {@code schedulerName} are placed, as a profile of kube-scheduler says it for the Pods of one.
 *
 * @param placement seed, limits and weights where they have links
 * @param rules kube-scheduler's rules
 */
public record SchedulingProfile(PlacementSettings placement, ProfileSettings rules) {
    /** The defaults of both. */
    public static final SchedulingProfile DEFAULT =
            new SchedulingProfile(PlacementSettings.DEFAULT, ProfileSettings.DEFAULT);
}
