package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where Pods are: those to place where they were placed now, others where they are bound. */
final class Whereabouts {
    private final Snapshot snapshot;
    private final Set<PodKey> toPlace;
    private final Map<PodKey, NodeName> placement;
    private final Replicas replicas;
    private final Map<NodeName, List<PodFacts>> placedOn = new HashMap<>();
    private final Map<NodeName, List<PodFacts>> boundOn = new HashMap<>();

    Whereabouts(Snapshot snapshot, Set<PodKey> toPlace, Map<PodKey, NodeName> placement, Replicas replicas) {
        this.snapshot = snapshot;
        this.toPlace = toPlace;
        this.placement = placement;
        this.replicas = replicas;
        placement.forEach((pod, node) -> snapshot.pod(pod)
                .filter(facts -> toPlace.contains(pod))
                .ifPresent(facts ->
                        placedOn.computeIfAbsent(node, n -> new ArrayList<>()).add(facts)));
    }

    /** The node of a Pod that has one. */
    NodeName of(PodFacts pod) {
        return find(pod).orElseThrow(() -> new IllegalArgumentException("Pod " + pod.key() + " has no node"));
    }

    private Optional<NodeName> find(PodFacts pod) {
        return toPlace.contains(pod.key())
                ? Optional.ofNullable(placement.get(pod.key()))
                : pod.state().node();
    }

    /** The Pods that were on a node before, those to place aside. */
    Collection<PodFacts> boundOn(NodeName node) {
        return boundOn.computeIfAbsent(node, name -> snapshot.podsOn(name).stream()
                .filter(pod -> !toPlace.contains(pod.key()))
                .toList());
    }

    /** Whether one of these Pods is on the node. */
    boolean isAnyOn(Set<PodKey> pods, NodeName node) {
        return boundOn(node).stream().anyMatch(pod -> pods.contains(pod.key()))
                || placedOn(node).stream().anyMatch(pod -> pods.contains(pod.key()));
    }

    /** The Pods placed on a node now. */
    Collection<PodFacts> placedOn(NodeName node) {
        return placedOn.getOrDefault(node, List.of());
    }

    /** The Pods of a workload that stay where they are, those being deleted and those that are over aside. */
    List<PodFacts> boundOf(WorkloadRef workload) {
        return replicas.of(workload).stream()
                .filter(pod -> !toPlace.contains(pod.key())
                        && pod.occupies()
                        && !pod.state().terminating())
                .toList();
    }

    /** The Pods of a workload once all is done: those that stay and those to place, on a node or not. */
    List<PodFacts> allOf(WorkloadRef workload) {
        List<PodFacts> all = new ArrayList<>(boundOf(workload));
        replicas.of(workload).stream()
                .filter(pod -> toPlace.contains(pod.key()))
                .forEach(all::add);
        return all;
    }

    /** How many of these Pods each node has. */
    Map<NodeName, Long> count(List<PodFacts> pods) {
        Map<NodeName, Long> count = new HashMap<>();
        for (PodFacts pod : pods) {
            find(pod).ifPresent(node -> count.merge(node, 1L, Long::sum));
        }
        return count;
    }
}
