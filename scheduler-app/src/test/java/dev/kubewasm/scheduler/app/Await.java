package dev.kubewasm.scheduler.app;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
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
    public static <T> T until(String what, Supplier<T> value, Predicate<T> holds) {
        return within(LIMIT, what, value, holds);
    }

    /**
     * The same with a limit of its own.
     *
     * @throws AssertionError after that, with the last value
     */
    public static <T> T within(Duration limit, String what, Supplier<T> value, Predicate<T> holds) {
        long giveUpAt = System.nanoTime() + limit.toNanos();
        while (true) {
            T now = value.get();
            if (holds.test(now)) {
                return now;
            }
            if (System.nanoTime() > giveUpAt) {
                throw new AssertionError("after " + limit + " still not: " + what + "; last seen: " + now);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
