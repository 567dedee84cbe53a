package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.List;
import java.util.Map;

/**
 * The same cluster as kube-scheduler's plugins need it.
 *
 * @param nodes its nodes, in the order of their names
 * @param pods its Pods; those that are pending in the situation without a node
 */
public record KubeSchedulerView(List<NodeSpec> nodes, Map<PodKey, PodInfo> pods) {
    /** Of a cluster that nobody asks kube-scheduler about. */
    public static final KubeSchedulerView NONE = new KubeSchedulerView(List.of(), Map.of());

    public KubeSchedulerView {
        nodes = List.copyOf(nodes);
        pods = Map.copyOf(pods);
    }
}
