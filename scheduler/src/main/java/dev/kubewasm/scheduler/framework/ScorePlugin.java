package dev.kubewasm.scheduler.framework;

import java.util.List;
import java.util.Optional;

/** A rule about which of the nodes that take a Pod is better. Stateless, as {@link FilterPlugin}s are. */
public interface ScorePlugin {
    /** kube-scheduler's name of it. */
    String name();

    /**
     * Looks at {@code pod} once, before nodes are scored.
     *
     * @param feasible the nodes that take it, at least one
     * @return empty if the plugin has nothing to say about the Pod
     */
    Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible);
}
