package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cluster as things stand after a placement: who is where, and what is free. */
final class Standing {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final List<NodeFacts> nodes;
    private final Map<NodeName, Integer> indices = new HashMap<>();
    private final Set<PodKey> placeable;
    private final Map<NodeName, Resources> freeBefore = new HashMap<>();
    private final Map<NodeName, Resources> freeAfter = new HashMap<>();
    private final Map<NodeName, List<PodFacts>> podsOn = new HashMap<>();
    private final Map<PodKey, NodeName> nodeOf = new HashMap<>();

    /** By identity: Pods of one template share their providers, and comparing these takes as long as finding hosts. */
    private final IdentityHashMap<ImportWiring.Provider, Set<NodeName>> hosts = new IdentityHashMap<>();

    private final Map<PodKey, Want> wants = new HashMap<>();

    /**
     * The state of the cluster.
     *
     * @param placeable the pending Pods that could be wired
     * @param placed the nodes of those that were placed
     */
    Standing(Snapshot snapshot, WiringGraph wiring, Set<PodKey> placeable, Map<PodKey, NodeName> placed) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.placeable = Set.copyOf(placeable);
        this.nodes = List.copyOf(snapshot.nodes().values());
        nodes.forEach(node -> {
            indices.put(node.name(), indices.size());
            freeBefore.put(node.name(), node.allocatable());
        });
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.occupies()) {
                settle(pod, pod.boundTo(), freeBefore);
            }
        }
        freeAfter.putAll(freeBefore);
        placed.forEach((key, node) -> settle(pod(key), node, freeAfter));
    }

    private void settle(PodFacts pod, NodeName node, Map<NodeName, Resources> free) {
        nodeOf.put(pod.key(), node);
        podsOn.computeIfAbsent(node, n -> new ArrayList<>()).add(pod);
        free.computeIfPresent(node, (n, left) -> left.minus(pod.demand()));
    }

    List<NodeFacts> nodes() {
        return nodes;
    }

    /** The place of a node among {@link #nodes}, if it is there. */
    Optional<Integer> indexOf(NodeName node) {
        return Optional.ofNullable(indices.get(node));
    }

    PodFacts pod(PodKey key) {
        return snapshot.pod(key).orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
    }

    List<PodFacts> pods(WorkloadRef workload) {
        return snapshot.pods().values().stream()
                .filter(pod -> pod.workload().equals(workload))
                .toList();
    }

    Resources freeBefore(NodeFacts node) {
        return freeBefore.getOrDefault(node.name(), Resources.NONE);
    }

    Resources free(NodeFacts node) {
        return freeAfter.getOrDefault(node.name(), Resources.NONE);
    }

    /** All Pods of the node, bound before or placed now. */
    List<PodFacts> podsOn(NodeFacts node) {
        return podsOn.getOrDefault(node.name(), List.of());
    }

    boolean isPlaced(PodKey key) {
        return nodeOf.containsKey(key);
    }

    /** Whether the Pod may be placed yet. */
    boolean isOpen(PodKey key) {
        return placeable.contains(key) && !nodeOf.containsKey(key);
    }

    /** Whether another Pod like it could be placed, as far as its imports go. */
    boolean isSound(PodKey key) {
        return wiring.of(key).failures().isEmpty();
    }

    /** The nodes that host a Pod of the provider. */
    Set<NodeName> hosts(ImportWiring.Provider provider) {
        return hosts.computeIfAbsent(provider, p -> {
            Set<NodeName> found = new HashSet<>();
            for (PodKey member : p.pods()) {
                NodeName node = nodeOf.get(member);
                if (node != null) {
                    found.add(node);
                }
            }
            return found;
        });
    }

    Want want(PodKey key) {
        return wants.computeIfAbsent(key, k -> Want.of(pod(k), wiring.of(k)));
    }
}
