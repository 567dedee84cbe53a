package dev.kubewasm.scheduler.core;

/** Sees Pods come to the states that they wait in. Called while the queue is locked: it must return at once. */
@FunctionalInterface
interface QueueObserver {
    /** Looks away. */
    QueueObserver NONE = (_, _) -> {};

    /**
     * A Pod came.
     *
     * @param queue {@code active}, {@code backoff}, {@code unschedulable} or {@code gated}
     * @param event by what, as kube-scheduler calls it
     */
    void came(String queue, String event);

    /** So many Pods of a profile wait that {@code by}, a plugin or what else rejects Pods, has rejected at their last attempt. */
    default void rejected(String profile, String by, int pods) {}
}
