package dev.kubewasm.placement.affinity.solver;

import java.time.Duration;
import java.util.function.LongSupplier;

/** What a search may still spend: moves, and time by a clock that is handed in. */
final class Budget {
    private final LongSupplier nanoTime;
    private long end;
    private final long deadline;
    private final boolean limited;
    private long moves;

    /**
     * A budget that begins now.
     *
     * @param nanoTime a clock in nanoseconds, as {@link System#nanoTime()}
     */
    Budget(LongSupplier nanoTime, Duration time, long moves) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + time.toNanos();
        deadline = end;
        this.moves = moves;
        limited = moves < Long.MAX_VALUE;
    }

    /** Whether moves are limited at all. */
    boolean hasMoveLimit() {
        return limited;
    }

    long moves() {
        return moves;
    }

    Duration time() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    boolean isSpent() {
        return moves <= 0 || time().compareTo(Duration.ofMillis(1)) < 0;
    }

    /** Whether even the time that was reserved has gone by. Moves don't matter. */
    boolean isOverdue() {
        return nanoTime.getAsLong() - deadline >= 0;
    }

    /** Takes time off it, for what must be done after it is spent. */
    void reserve(Duration time) {
        end -= time.toNanos();
    }

    /** Takes moves off it: those that a run was allowed, whether or not it used them all. */
    void spend(long used) {
        moves -= used;
    }
}
