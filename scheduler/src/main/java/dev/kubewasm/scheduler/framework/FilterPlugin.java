package dev.kubewasm.scheduler.framework;

/** A rule about which nodes take a Pod. Stateless: what it computes for a Pod is in what {@link #preFilter} returns. */
public interface FilterPlugin {
    /** kube-scheduler's name of it. */
    String name();

    /** Looks at {@code pod} once, before any node is asked. */
    PreFilter preFilter(PodInfo pod, ClusterState cluster);

    /** Whether the configuration gives it rules that aren't in the Pods: nobody else knows those. */
    default boolean hasRulesOfItsOwn() {
        return false;
    }
}
