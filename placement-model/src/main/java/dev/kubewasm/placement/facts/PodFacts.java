package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A Pod as a placement decision sees it.
 *
 * @param key namespace and name
 * @param uid its uid
 * @param workload its top controller, or itself
 * @param labels its labels
 * @param requests its effective request: containers, init containers and overhead as kube-scheduler adds them up,
 *     without {@link ResourceName#PODS}; none of them negative
 * @param nodes which nodes it may and would like to run on
 * @param tolerations its tolerations, those of its RuntimeClass merged in
 * @param state where it is in its life
 * @param containers its containers, in their order
 * @param links what it says about its links
 * @param priority {@code spec.priority}, 0 by default; higher goes first
 * @param order creation order: of two Pods of one priority the one with the lower number goes first
 * @param excluded nodes that don't take it by rules that placement doesn't know, and why, in words that follow a number of
 *     nodes
 */
public record PodFacts(
        PodKey key,
        Uid uid,
        WorkloadRef workload,
        SortedMap<String, String> labels,
        Resources requests,
        NodeRequirement nodes,
        List<Toleration> tolerations,
        PodState state,
        List<ContainerFacts> containers,
        LinkSettings links,
        int priority,
        long order,
        Map<NodeName, String> excluded) {
    public PodFacts {
        excluded = Map.copyOf(excluded);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        tolerations = List.copyOf(tolerations);
        containers = List.copyOf(containers);
        requests.amounts().forEach((name, amount) -> {
            if (amount < 0) {
                throw new IllegalArgumentException("Pod " + key + " requests " + amount + " of " + name);
            }
        });
    }

    /** A Pod that no such rule keeps from any node. */
    public PodFacts(
            PodKey key,
            Uid uid,
            WorkloadRef workload,
            SortedMap<String, String> labels,
            Resources requests,
            NodeRequirement nodes,
            List<Toleration> tolerations,
            PodState state,
            List<ContainerFacts> containers,
            LinkSettings links,
            int priority,
            long order) {
        this(
                key,
                uid,
                workload,
                labels,
                requests,
                nodes,
                tolerations,
                state,
                containers,
                links,
                priority,
                order,
                Map.of());
    }

    /**
     * Which version of its workload's template it was made from, as the controllers of Deployments, StatefulSets and DaemonSets
     * label it; empty for a Pod of none of these.
     */
    public String revision() {
        return labels.getOrDefault("pod-template-hash", labels.getOrDefault("controller-revision-hash", ""));
    }

    /** The same Pod, kept from these nodes. */
    public PodFacts withExcluded(Map<NodeName, String> others) {
        return new PodFacts(
                key,
                uid,
                workload,
                labels,
                requests,
                nodes,
                tolerations,
                state,
                containers,
                links,
                priority,
                order,
                others);
    }

    /** The same Pod with other labels. */
    public PodFacts withLabels(SortedMap<String, String> others) {
        return new PodFacts(
                key,
                uid,
                workload,
                others,
                requests,
                nodes,
                tolerations,
                state,
                containers,
                links,
                priority,
                order,
                excluded);
    }

    /** The same Pod in another state. */
    public PodFacts withState(PodState other) {
        return new PodFacts(
                key,
                uid,
                workload,
                labels,
                requests,
                nodes,
                tolerations,
                other,
                containers,
                links,
                priority,
                order,
                excluded);
    }

    /** The same Pod with what is known of its containers now. */
    public PodFacts withContainers(List<ContainerFacts> others) {
        return new PodFacts(
                key,
                uid,
                workload,
                labels,
                requests,
                nodes,
                tolerations,
                state,
                others,
                links,
                priority,
                order,
                excluded);
    }

    /** What it takes from a node: its requests and one of {@link ResourceName#PODS}. */
    public Resources demand() {
        return requests.with(ResourceName.PODS, 1);
    }

    /** Whether any of its containers runs a component. */
    public boolean hasComponents() {
        return containers.stream().anyMatch(container -> container.component().isPresent());
    }

    /** Whether it is bound to a node and takes room there. */
    public boolean occupies() {
        return state.node().isPresent() && !state.finished();
    }

    /**
     * The node it is bound to.
     *
     * @throws IllegalStateException if it is pending
     */
    public NodeName boundTo() {
        return state.node().orElseThrow(() -> new IllegalStateException("Pod " + key + " is pending"));
    }
}
