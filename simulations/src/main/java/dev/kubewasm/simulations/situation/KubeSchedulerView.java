package dev.kubewasm.simulations.situation;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The same cluster as kube-scheduler's plugins need it.
 *
 * @param nodes its nodes, in the order of their names
 * @param pods its Pods; those that are pending in the situation without a node. Not copied: whoever follows a cluster keeps
 *     one map, and may change it between placements
 * @param namespaces the labels of its namespaces, by name
 * @param services its Services that select Pods
 * @param workloads the controllers of Pods
 */
public record KubeSchedulerView(
        List<NodeSpec> nodes,
        Map<PodKey, PodInfo> pods,
        Map<String, Map<String, String>> namespaces,
        List<Service> services,
        List<Workload> workloads) {
    public KubeSchedulerView {
        nodes = List.copyOf(nodes);
        pods = Collections.unmodifiableMap(pods);
        namespaces = Map.copyOf(namespaces);
        services = List.copyOf(services);
        workloads = List.copyOf(workloads);
    }

    /** A Service: the labels of the Pods that it selects. */
    public record Service(String namespace, String name, Map<String, String> selector) {}

    /** A controller, and the Pods that it selects. */
    public record Workload(String namespace, PodInfo.Workload workload, LabelSelector selector) {}

    /** The same with other Pods. */
    public KubeSchedulerView with(Map<PodKey, PodInfo> others) {
        return new KubeSchedulerView(nodes, others, namespaces, services, workloads);
    }

    /** A cluster as it stands, to be changed as Pods are placed. */
    public ClusterState cluster() {
        ClusterState cluster = new ClusterState();
        namespaces.forEach(cluster::putNamespace);
        services.forEach(service -> cluster.putService(service.namespace(), service.name(), service.selector()));
        workloads.forEach(owner -> cluster.putWorkload(owner.namespace(), owner.workload(), owner.selector()));
        nodes.forEach(cluster::putNode);
        pods.values().stream().filter(pod -> pod.node().isPresent()).forEach(cluster::putPod);
        return cluster;
    }
}
