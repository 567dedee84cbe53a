package dev.kubewasm.benchmarks.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A scheduler under measurement, from start to close. */
interface Contender extends AutoCloseable {
    String name();

    /** The {@code spec.schedulerName} of the Pods that it places. */
    String schedulerName();

    /** Whether it reads from WIT who belongs together. */
    default boolean readsWit() {
        return false;
    }

    /** How many rounds it runs before it is measured; the API server grows its heap in the first. */
    default int warmUpRounds() {
        return 1;
    }

    /** Holds it: it does nothing until {@link #resume()}. */
    void pause();

    void resume();

    /** CPU time that it has used. */
    Duration cpu();

    /** Waits until it uses less than 5 % of a processor. */
    default void awaitQuiet() throws InterruptedException {
        Duration before;
        Duration now = cpu();
        do {
            before = now;
            TimeUnit.SECONDS.sleep(2);
            now = cpu();
        } while (now.minus(before).toMillis() > 100);
    }

    /** Memory that it has resident now, in MiB; 0 if that isn't known. */
    long residentMebibytes();

    @Override
    void close();
}
