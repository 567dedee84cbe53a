package dev.kubewasm.scheduler.core;

import java.util.concurrent.Executor;

/**
 * How bindings are made.
 *
 * @param executor runs the requests; one that runs them at once, on the thread of the cycle, makes it wait for them
 * @param inFlight so many requests are under way at most
 */
public record BindingSettings(Executor executor, int inFlight) {
    /** The cycle waits for each: for a cluster in the same process. */
    public static final BindingSettings IN_TURN = new BindingSettings(Runnable::run, 1);

    /** @throws IllegalArgumentException if no request may be under way */
    public BindingSettings {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight is " + inFlight + ", must be at least 1");
        }
    }
}
