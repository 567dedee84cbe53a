package dev.kubewasm.scheduler.framework;

/** A filter plugin with what it computed for one Pod. */
@FunctionalInterface
public interface NodeFilter {
    /** Whether {@code node} takes the Pod. */
    Status filter(NodeInfo node);

    /** One that {@link #update} changes without changing this. */
    default NodeFilter copy() {
        return this;
    }

    /**
     * As if {@code other} came to ({@code delta} 1) or left ({@code delta} -1) {@code node}. What is on {@code node} the
     * next {@link #filter} is told; this is about what was computed over all nodes.
     */
    default void update(PodInfo other, NodeSpec node, int delta) {}
}
