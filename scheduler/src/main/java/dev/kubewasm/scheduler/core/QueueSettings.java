package dev.kubewasm.scheduler.core;

import java.time.Duration;

/**
 * How long Pods that weren't bound wait for their next attempt.
 *
 * @param initialBackoff after the first attempt; doubles with each
 * @param maxBackoff at most
 * @param retryUnschedulableAfter how long a Pod that doesn't fit waits when nothing happens that could help
 * @param holdRoomAfter how long a link group lacks room before what becomes free on a node is held for it
 */
public record QueueSettings(
        Duration initialBackoff, Duration maxBackoff, Duration retryUnschedulableAfter, Duration holdRoomAfter) {
    private static final Duration HOLD_ROOM_AFTER = Duration.ofMinutes(1);

    /** kube-scheduler's defaults; it has none for the last, which is a minute. */
    public static final QueueSettings DEFAULT =
            new QueueSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5));

    /** With the default for groups that lack room. */
    public QueueSettings(Duration initialBackoff, Duration maxBackoff, Duration retryUnschedulableAfter) {
        this(initialBackoff, maxBackoff, retryUnschedulableAfter, HOLD_ROOM_AFTER);
    }

    /** @throws IllegalArgumentException unless all are positive and the backoff can only grow */
    public QueueSettings {
        if (!initialBackoff.isPositive() || maxBackoff.compareTo(initialBackoff) < 0) {
            throw new IllegalArgumentException(
                    "backoff from " + initialBackoff + " to " + maxBackoff + ": both must be positive, and grow");
        }
        if (!retryUnschedulableAfter.isPositive()) {
            throw new IllegalArgumentException("retryUnschedulableAfter is " + retryUnschedulableAfter);
        }
        if (!holdRoomAfter.isPositive()) {
            throw new IllegalArgumentException("holdRoomAfter is " + holdRoomAfter);
        }
    }

    /** How long to wait after so many attempts. */
    Duration backoff(int attempts) {
        Duration backoff = initialBackoff;
        for (int i = 1; i < attempts && backoff.compareTo(maxBackoff) < 0; i++) {
            backoff = backoff.multipliedBy(2);
        }
        return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
    }
}
