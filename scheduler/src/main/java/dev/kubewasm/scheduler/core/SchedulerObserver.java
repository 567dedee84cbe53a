package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.Uid;
import java.time.Duration;

/** Sees what the scheduler does, for logs and metrics. Called between the steps of a cycle: it must return at once. */
public interface SchedulerObserver {
    /** Looks away. */
    SchedulerObserver NONE = new SchedulerObserver() {
        @Override
        public void outcome(SchedulingOutcome outcome, Uid uid, Duration took) {}

        @Override
        public void warning(String message) {}

        @Override
        public void broke(String what, Throwable cause) {}
    };

    /**
     * An attempt was answered.
     *
     * @param uid of its Pod
     * @param took since the beginning of its cycle, its binding included
     */
    void outcome(SchedulingOutcome outcome, Uid uid, Duration took);

    /** Something isn't as it should be, and isn't an attempt's outcome. */
    void warning(String message);

    /**
     * Something broke that no Pod is to blame for; what it was about is tried again.
     *
     * @param what what was being done
     * @param cause why it broke
     */
    void broke(String what, Throwable cause);

    /** Who is told of the steps of a cycle, if anybody: asked once. */
    default Steps steps() {
        return Steps.NONE;
    }
}
