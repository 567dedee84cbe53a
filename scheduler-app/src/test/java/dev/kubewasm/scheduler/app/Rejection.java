package dev.kubewasm.scheduler.app;

import java.util.Optional;

/**
 * Why a kubelet doesn't run a Pod, in its words.
 *
 * @param reason of the Pod's status, as {@code OutOfcpu}
 * @param message of the Pod's status
 */
record Rejection(String reason, String message) {
    /** Looks at the number of Pods, then at CPU, then at memory, and tells of the first that there isn't enough of. */
    static Optional<Rejection> of(Amounts requested, Amounts used, Amounts capacity) {
        return lacks("pods", requested.pods(), used.pods(), capacity.pods())
                .or(() -> lacks("cpu", requested.cpu(), used.cpu(), capacity.cpu()))
                .or(() -> lacks("memory", requested.memory(), used.memory(), capacity.memory()));
    }

    /** Who asks for nothing of it lacks nothing. */
    private static Optional<Rejection> lacks(String resource, long requested, long used, long capacity) {
        return requested == 0 || used + requested <= capacity
                ? Optional.empty()
                : Optional.of(new Rejection(
                        "OutOf" + resource,
                        "Pod was rejected: Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                                .formatted(resource, requested, used, capacity)));
    }
}
