package dev.kubewasm.simulations.timeline;

import java.util.List;
import java.util.Locale;

/**
 * What happens, and for how long.
 *
 * @param until when it ends, in milliseconds
 * @param cycle Pods are placed at multiples of this, in milliseconds: what arrives in between is one batch
 * @param events what happens when, in any order
 * @param processes what happens by chance
 */
public record Timeline(long until, long cycle, List<Timed> events, List<PoissonProcess> processes) {
    /** The most events that may be expected of a run; one of more is refused. */
    public static final long MAX_EVENTS = 5_000_000;

    /** The most Pods that may wait for a node. */
    public static final int MAX_WAITING = 50_000;

    /** The longest run, in milliseconds: a leap year. What waits is tried again and again, even where nothing happens. */
    public static final long MAX_UNTIL = 366 * 24 * 3_600_000L;

    /** An event and its time in milliseconds. */
    public record Timed(long at, Occurrence occurrence) {}

    /** @throws IllegalArgumentException if it would take too long */
    public Timeline {
        events = List.copyOf(events);
        processes = List.copyOf(processes);
        if (until < 1 || cycle < 1) {
            throw new IllegalArgumentException("`until` and `cycle` must be more than 0");
        }
        if (until > MAX_UNTIL) {
            throw new IllegalArgumentException(
                    "`until` is " + until / 3_600_000 + "h, must be at most " + MAX_UNTIL / 3_600_000 + "h, a year");
        }
        double expected = events.size();
        for (PoissonProcess process : processes) {
            expected += process.eventsOfEach() * process.perHour() * until / 3_600_000.0;
        }
        if (expected > MAX_EVENTS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "this timeline has about %.0f events, and at most %d are simulated: make `until` shorter or rates lower",
                    expected,
                    MAX_EVENTS));
        }
    }
}
