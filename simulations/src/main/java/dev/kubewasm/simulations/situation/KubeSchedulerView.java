package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.StorageObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same cluster as kube-scheduler's plugins need it.
 *
 * @param nodes its nodes, in the order of their names
 * @param pods its Pods; those that are pending in the situation without a node. Not copied: whoever follows a cluster keeps
 *     one map, and may change it between placements
 * @param objects what else there is that rules about Pods look at; what comes later is at the end
 */
public record KubeSchedulerView(List<NodeSpec> nodes, Map<PodKey, PodInfo> pods, List<ClusterObject> objects) {
    public KubeSchedulerView {
        nodes = List.copyOf(nodes);
        pods = Collections.unmodifiableMap(pods);
        objects = List.copyOf(objects);
    }

    /** The same with other Pods. */
    public KubeSchedulerView withPods(Map<PodKey, PodInfo> others) {
        return new KubeSchedulerView(nodes, others, objects);
    }

    /** The same with other nodes and Pods. */
    public KubeSchedulerView with(List<NodeSpec> otherNodes, Map<PodKey, PodInfo> others) {
        return new KubeSchedulerView(otherNodes, others, objects);
    }

    /** The same, and an object if there is one. */
    public KubeSchedulerView and(Optional<ClusterObject> another) {
        return new KubeSchedulerView(
                nodes, pods, Stream.concat(objects.stream(), another.stream()).toList());
    }

    /** A cluster as it stands, to be changed as Pods are placed. */
    public ClusterState cluster() {
        ClusterState cluster = new ClusterState();
        for (ClusterObject object : objects) {
            switch (object) {
                case ClusterObject.Namespace(String name, var labels) -> cluster.putNamespace(name, labels);
                case ClusterObject.Service(String namespace, String name, var selector) -> {
                    if (!selector.isEmpty()) {
                        cluster.putService(namespace, name, selector);
                    }
                }
                case ClusterObject.Workload(String namespace, var workload, var selector) ->
                    cluster.putWorkload(namespace, workload, selector);
                // Of use to preemption alone.
                case ClusterObject.Budget _ -> {}
                case StorageObject storage -> storage.putInto(cluster.volumes());
            }
        }
        nodes.forEach(cluster::putNode);
        pods.values().stream().filter(pod -> pod.node().isPresent()).forEach(cluster::putPod);
        return cluster;
    }
}
