package dev.kubewasm.scheduler.port;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.util.Optional;

/**
 * The cluster that Pods are placed in. Calls may come from several threads.
 *
 * <p>What it answers is what the API server said; a call that got no answer (unreachable, too many requests, a server
 * error) throws {@link ClusterUnavailableException}, and the caller knows nothing about what became of it.
 */
public interface ClusterPort {
    /**
     * Tells {@code listener} everything there is, then {@link ClusterListener#synced()} once, then every change, until
     * the watch is closed. Calls to the listener come one at a time and, for one object, in the order of its versions;
     * what changed unseen while a connection was down is told when it is back.
     */
    Watch watch(ClusterListener listener);

    /**
     * Binds a Pod to a node, if it still is the Pod meant (by uid) and isn't bound. Its annotations become the Pod's in
     * the same step.
     */
    BindAnswer bind(Binding binding);

    /** Records an event about a Pod. */
    void record(PodEvent event);

    /**
     * Sets condition {@code PodScheduled} of a pending Pod to {@code False}, reason {@code Unschedulable}, with this
     * message. Does nothing when the Pod is gone or another took its name.
     *
     * @param message what keeps it from being placed, in words for its owner
     */
    void markUnschedulable(PodKey pod, Uid uid, String message);

    /**
     * Sets {@code status.nominatedNodeName} of a pending Pod: others leave {@code node} for it. Empty takes it back. Does
     * nothing when the Pod is gone or another took its name.
     */
    void nominate(PodKey pod, Uid uid, Optional<NodeName> node);

    /**
     * Makes a Pod leave its node for a more important one: sets its condition {@code DisruptionTarget} (reason {@code
     * PreemptionByScheduler}, this message) and deletes it, with its grace period. Does nothing when the Pod is gone or
     * another took its name.
     *
     * @param message for whom it leaves
     */
    void preempt(PodKey victim, Uid uid, String message);

    /** A watch that is under way. */
    interface Watch extends AutoCloseable {
        /** Ends it: the listener hears nothing more once this has returned. */
        @Override
        void close();
    }

    /** An answer to {@link #bind}. */
    sealed interface BindAnswer {
        /** Bound. */
        record Bound() implements BindAnswer {}

        /**
         * Not bound: the Pod is gone, is another one of the same name, or is bound already.
         *
         * @param why what the API server said
         */
        record Conflict(String why) implements BindAnswer {}

        /**
         * Not bound, and it won't be as it is: the API server finds the Binding itself wrong or forbids it.
         *
         * @param why what the API server said
         */
        record Rejected(String why) implements BindAnswer {}
    }
}
