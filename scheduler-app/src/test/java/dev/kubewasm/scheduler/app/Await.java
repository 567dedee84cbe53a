package dev.kubewasm.scheduler.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again and again until something holds, but not for ever. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /**
     * Returns the first value for which {@code holds}.
     *
     * @throws AssertionError after 150 seconds, with the last value
     */
    public static <T> T until(String what, Supplier<T> value, java.util.function.Predicate<T> holds) {
        long giveUpAt = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            T now = value.get();
            if (holds.test(now)) {
                return now;
            }
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("after " + LIMIT + " still not: " + what + "; last seen: " + now);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
