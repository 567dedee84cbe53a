package dev.kubewasm.scheduler.core;

import java.util.List;

/**
 * What one cycle did.
 *
 * @param outcomes one for each Pod that was tried, in the order they were decided
 */
public record CycleReport(List<SchedulingOutcome> outcomes) {
    /** There was nothing to do. */
    public static final CycleReport NOTHING = new CycleReport(List.of());

    public CycleReport {
        outcomes = List.copyOf(outcomes);
    }
}
