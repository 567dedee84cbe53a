package dev.kubewasm.node;

import java.time.Duration;

/** How long the next attempt waits after failures in a row: 10 s, then twice as long each time, 5 min at most. */
final class Backoff {
    private static final Duration INITIAL = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofMinutes(5);

    /** A container that ran for this long has left its failures behind (the kubelet's twice {@link #MAX}). */
    static final Duration FORGIVEN_AFTER = MAX.multipliedBy(2);

    private Backoff() {}

    /** The wait after {@code failures} in a row, from 1. */
    static Duration after(int failures) {
        int doublings = Math.min(failures - 1, 10);
        Duration wait = INITIAL.multipliedBy(1L << doublings);
        return wait.compareTo(MAX) < 0 ? wait : MAX;
    }
}
