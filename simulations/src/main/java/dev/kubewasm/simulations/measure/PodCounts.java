package dev.kubewasm.simulations.measure;

/**
 * What became of Pods.
 *
 * @param placed that wanted a node and got one
 * @param pending that wanted one and got none
 * @param preempted that left their nodes for more important ones
 * @param moved that had a node before and have another now
 */
public record PodCounts(long placed, long pending, long preempted, long moved) {
    /** Nothing happened. */
    static final PodCounts NONE = new PodCounts(0, 0, 0, 0);
}
