package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.Uid;
import java.time.Duration;

/** Sees what the scheduler does, for logs and metrics. Called between the steps of a cycle: it must return at once. */
public interface SchedulerObserver {
    /** Looks away. */
    SchedulerObserver NONE = new SchedulerObserver() {
        @Override
        public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {}

        @Override
        public void warning(String message) {}

        @Override
        public void broke(String what, Throwable cause) {}
    };

    /**
     * An attempt was answered.
     *
     * @param profile of its Pod
     * @param uid of its Pod
     * @param took since what was decided about it began to be, its binding included: about a Pod with links that of all that it
     *     was decided about with; about one that nothing was decided about, since it was looked at
     */
    void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took);

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

    /**
     * About a Pod was decided where it goes, or that no node takes it.
     *
     * @param took to decide about it, or about all that it was decided about with; making room for it included, its binding not
     */
    default void decided(Duration took) {}

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

    /**
     * So many Pods of a profile wait that {@code by} has rejected at their last attempt; told when it changes, while the scheduler's state is
     * locked.
     *
     * @param by a plugin of kube-scheduler, or one of {@code Wiring}, {@code Placement} and {@code Pod}
     */
    default void rejected(String profile, String by, int pods) {}

    /** Who is told of the steps of a cycle, if anybody: asked once. */
    default Steps steps() {
        return Steps.NONE;
    }
}
