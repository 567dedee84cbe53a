package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Quantities as vectors: one index for each resource that a pending Pod asks for. */
record Vectors(List<ResourceName> resources) {
    /** The largest amount a vector holds: sums over a node's Pods stay far from overflow. */
    private static final long LARGEST = 1L << 47;

    /** The vectors for placing {@code pods}; CPU, memory and the number of Pods are always there. */
    static Vectors of(List<PodFacts> pods) {
        Set<ResourceName> names = new TreeSet<>(List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.PODS));
        pods.forEach(pod -> names.addAll(pod.requests().amounts().keySet()));
        return new Vectors(List.copyOf(names));
    }

    long[] of(Resources amounts) {
        return resources.stream()
                .mapToLong(name -> Math.clamp(amounts.get(name), -LARGEST, LARGEST))
                .toArray();
    }

    /** The nodes of {@code snapshot}, with what bound Pods leave free; {@code workloads} numbers those at hand. */
    List<NodeSlot> slots(Snapshot snapshot, Map<WorkloadRef, Integer> workloads) {
        Map<NodeName, Resources> used = new HashMap<>();
        Map<NodeName, Map<Integer, Integer>> replicas = new HashMap<>();
        Map<String, Zone> zones = new HashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            if (!pod.occupies()) {
                continue;
            }
            NodeName node = pod.state().node().orElseThrow();
            used.merge(node, pod.demand(), Resources::plus);
            Integer workload = workloads.get(pod.workload());
            if (workload != null && !pod.state().terminating()) {
                replicas.computeIfAbsent(node, n -> new HashMap<>()).merge(workload, 1, Integer::sum);
                snapshot.node(node).flatMap(NodeFacts::zone).ifPresent(zone -> zones.computeIfAbsent(
                                zone, z -> new Zone())
                        .count(workload));
            }
        }
        int[] balanced = {resources.indexOf(ResourceName.CPU), resources.indexOf(ResourceName.MEMORY)};
        List<NodeSlot> slots = new ArrayList<>();
        for (NodeFacts node : snapshot.nodes().values()) {
            Resources taken = used.getOrDefault(node.name(), Resources.NONE);
            slots.add(new NodeSlot(
                    slots.size(),
                    node.name(),
                    of(node.allocatable()),
                    of(node.allocatable().minus(taken)),
                    balanced,
                    new NodeSlot.Standing(
                            !used.containsKey(node.name()),
                            replicas.getOrDefault(node.name(), Map.of()),
                            node.zone().map(zone -> zones.computeIfAbsent(zone, z -> new Zone())),
                            node.cost())));
        }
        return slots;
    }
}
