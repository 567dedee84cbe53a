package dev.kubewasm.simulations.timeline;

import java.util.List;

/**
 * What happens, and for how long.
 *
 * @param until when it ends, in milliseconds
 * @param cycle Pods are placed at multiples of this, in milliseconds: what arrives in between is one batch
 * @param events what happens when, in any order
 * @param processes what happens by chance
 */
public record Timeline(long until, long cycle, List<Timed> events, List<PoissonProcess> processes) {
    /** The most events that a run takes; more are refused before it begins or end it. */
    public static final long MAX_EVENTS = 5_000_000;

    /** The most Pods that may wait for a node. */
    public static final int MAX_WAITING = 50_000;

    /** An event and its time in milliseconds. */
    public record Timed(long at, Occurrence occurrence) {}

    public Timeline {
        events = List.copyOf(events);
        processes = List.copyOf(processes);
        if (until < 1 || cycle < 1) {
            throw new IllegalArgumentException("`until` and `cycle` must be more than 0");
        }
        double expected = events.size();
        for (PoissonProcess process : processes) {
            expected += 2 * process.perHour() * until / 3_600_000.0;
        }
        if (expected > MAX_EVENTS) {
            throw new IllegalArgumentException(String.format(
                    java.util.Locale.ROOT,
                    "this timeline has about %.0f events, and at most %d are simulated: make `until` shorter or rates lower",
                    expected,
                    MAX_EVENTS));
        }
    }
}
