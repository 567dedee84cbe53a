package dev.kubewasm.scheduler.core;

import java.time.Duration;

/**
 * How long Pods that weren't bound wait for their next attempt.
 *
 * @param initialBackoff after the first attempt; doubles with each
 * @param maxBackoff at most
 * @param retryUnschedulableAfter how long a Pod that doesn't fit waits when nothing happens that could help
 * @param holdRoomAfter how long a link group lacks room before what becomes free on a node is held for it
 * @param gatherQuiet Pods with components are tried when no other came in their namespace for this long, or to their group if nothing
 *     is missing of that: the Pods of a group are made one after the other, and the first ones, placed before their consumers are
 *     known, may go apart; zero: at once
 * @param gatherAtMost each is tried at the latest this long after it came, with those that are known to belong to it
 * @param gatherUnreadAtMost they wait this long at the latest, each from when it came, while components of one of them are still
 *     being read; zero: for none
 * @param singlesAtOnce how many Pods without components are tried in one cycle at most
 */
public record QueueSettings(
        Duration initialBackoff,
        Duration maxBackoff,
        Duration retryUnschedulableAfter,
        Duration holdRoomAfter,
        Duration gatherQuiet,
        Duration gatherAtMost,
        Duration gatherUnreadAtMost,
        int singlesAtOnce) {
    private static final Duration HOLD_ROOM_AFTER = Duration.ofMinutes(1);

    /** kube-scheduler's defaults, and those of the shorter constructor. */
    public static final QueueSettings DEFAULT =
            new QueueSettings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5));

    /** A group that lacks room for a minute has it held; nothing gathers, and all that is due is tried at once. */
    public QueueSettings(Duration initialBackoff, Duration maxBackoff, Duration retryUnschedulableAfter) {
        this(
                initialBackoff,
                maxBackoff,
                retryUnschedulableAfter,
                HOLD_ROOM_AFTER,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Integer.MAX_VALUE);
    }

    /** The same, but Pods with components gather, also for those whose components are still being read. */
    public QueueSettings gathering(Duration quiet, Duration atMost, Duration unreadAtMost) {
        return new QueueSettings(
                initialBackoff,
                maxBackoff,
                retryUnschedulableAfter,
                holdRoomAfter,
                quiet,
                atMost,
                unreadAtMost,
                singlesAtOnce);
    }

    /** The same, with so many Pods without components in one cycle at most. */
    public QueueSettings withSinglesAtOnce(int count) {
        return new QueueSettings(
                initialBackoff,
                maxBackoff,
                retryUnschedulableAfter,
                holdRoomAfter,
                gatherQuiet,
                gatherAtMost,
                gatherUnreadAtMost,
                count);
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
        if (gatherQuiet.isNegative() || gatherAtMost.compareTo(gatherQuiet) < 0) {
            throw new IllegalArgumentException(
                    "gathering for " + gatherQuiet + " to " + gatherAtMost + ": must not be negative, nor shrink");
        }
        if (gatherUnreadAtMost.isNegative() || (gatherUnreadAtMost.isPositive() && gatherQuiet.isZero())) {
            throw new IllegalArgumentException("gathering for components that are read for " + gatherUnreadAtMost
                    + ": must not be negative, and only those wait that gather");
        }
        if (singlesAtOnce < 1) {
            throw new IllegalArgumentException("singlesAtOnce is " + singlesAtOnce);
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
