package dev.kubewasm.benchmarks.cluster;

import java.time.Duration;

/** A scheduler under measurement, from start to close. */
interface Contender extends AutoCloseable {
    String name();

    /** The {@code spec.schedulerName} of the Pods that it places. */
    String schedulerName();

    /** Whether it reads from WIT who belongs together. */
    default boolean readsWit() {
        return false;
    }

    /** Holds it: it does nothing until {@link #resume()}. */
    void pause();

    void resume();

    /** CPU time that it has used. */
    Duration cpu();

    /** Memory that it has resident now, in MiB; 0 if that isn't known. */
    long residentMebibytes();

    @Override
    void close();
}
