package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodRequest;

/** What a node would have used of a resource with one Pod more. */
final class Utilization {
    private Utilization() {}

    /** What Pods can have of {@code resource}; 0 also for an extended resource that the Pod doesn't ask for. */
    static long allocatable(String resource, Amounts request, NodeInfo node) {
        return isScalar(resource) && request.get(resource) == 0
                ? 0
                : node.spec().allocatable().get(resource);
    }

    /** What is used with the Pod, containers that request nothing counted with {@link PodRequest}'s defaults. */
    static long scored(String resource, Amounts waiting, NodeInfo node) {
        return switch (resource) {
            case Amounts.CPU -> node.scoredCpu() + waiting.milliCpu();
            case Amounts.MEMORY -> node.scoredMemory() + waiting.memory();
            default -> requested(resource, waiting, node);
        };
    }

    /** What is requested with the Pod. */
    static long requested(String resource, Amounts request, NodeInfo node) {
        return node.requested().get(resource) + request.get(resource);
    }

    private static boolean isScalar(String resource) {
        return !resource.equals(Amounts.CPU)
                && !resource.equals(Amounts.MEMORY)
                && !resource.equals(Amounts.EPHEMERAL_STORAGE);
    }
}
