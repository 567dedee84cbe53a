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

    /**
     * A Pod's way to its node.
     *
     * @param attempts how often it was tried, 1 or more
     * @param took since it came, or its gates were gone
     */
    record Way(int attempts, Duration took) {
        /** The same, so much later. */
        Way longer(Duration by) {
            return new Way(attempts, took.plus(by));
        }
    }

    /** A Pod was bound, which was told by {@link #outcome}. */
    default void bound(Way way) {}

    /** A Pod, or a link group, that no node takes was tried to make room for. */
    default void preemptionTried() {}

    /** Pods leave a node for others: so many. */
    default void preempted(int victims) {}

    /**
     * A Pod came to the Pods that wait. Called while the scheduler's state is locked.
     *
     * @param queue {@code active}, {@code backoff}, {@code unschedulable} or {@code gated}
     * @param event by what, as kube-scheduler calls it where it knows of it
     */
    default void queued(String queue, String event) {}

    /** Who is told of the steps of a cycle, if anybody: asked once. */
    default Steps steps() {
        return Steps.NONE;
    }
}
