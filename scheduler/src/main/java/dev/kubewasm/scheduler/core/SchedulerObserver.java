package dev.kubewasm.scheduler.core;

import java.time.Duration;

/** Sees what the scheduler does, for logs and metrics. Called between the steps of a cycle: it must return at once. */
public interface SchedulerObserver {
    /** Looks away. */
    SchedulerObserver NONE = new SchedulerObserver() {
        @Override
        public void outcome(SchedulingOutcome outcome, Duration took) {}

        @Override
        public void warning(String message) {}

        @Override
        public void broke(String what, Throwable cause) {}
    };

    /**
     * An attempt was answered.
     *
     * @param took since the beginning of its cycle, its binding included
     */
    void outcome(SchedulingOutcome outcome, Duration took);

    /** Something isn't as it should be, and isn't an attempt's outcome. */
    void warning(String message);

    /**
     * Something broke that no Pod is to blame for; what it was about is tried again.
     *
     * @param what what was being done
     * @param cause why it broke
     */
    void broke(String what, Throwable cause);
}
