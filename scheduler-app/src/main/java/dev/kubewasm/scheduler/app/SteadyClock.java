package dev.kubewasm.scheduler.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Begins with the time of the machine and goes on by a count that nobody sets. Backoffs and the age of answers are measured by
 * it: by a clock that is set back an hour a Pod would wait an hour longer, and by one that is set forward all would be tried at
 * once. What is written for people is dated by the machine's clock instead.
 */
final class SteadyClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanos;
    private final long startNanos;

    /** From now on. */
    SteadyClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    /**
     * @param wall asked once
     * @param nanos counts nanoseconds, from anywhere
     */
    SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.start = wall.instant();
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - startNanos);
    }
}
