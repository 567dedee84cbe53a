package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeIndex;
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
        long[] vector = new long[resources.size()];
        for (int r = 0; r < vector.length; r++) {
            vector[r] = Math.clamp(amounts.get(resources.get(r)), -LARGEST, LARGEST);
        }
        return vector;
    }

    /**
     * These nodes as the solver sees them.
     *
     * @param members their places in {@code index}
     * @param workloads the number of each workload at hand
     */
    List<NodeSlot> slots(NodeIndex index, int[] members, Map<WorkloadRef, Integer> workloads) {
        Map<NodeName, Map<Integer, Integer>> replicas = new HashMap<>();
        Map<String, Zone> zones = new HashMap<>();
        workloads.forEach((workload, number) -> index.replicas(workload).forEach((node, count) -> {
            replicas.computeIfAbsent(node, n -> new HashMap<>()).put(number, count);
            int at = index.indexOf(node);
            if (at >= 0) {
                index.nodes().get(at).zone().ifPresent(zone -> zones.computeIfAbsent(zone, z -> new Zone())
                        .count(number, count));
            }
        }));
        int[] balanced = {resources.indexOf(ResourceName.CPU), resources.indexOf(ResourceName.MEMORY)};
        List<NodeSlot> slots = new ArrayList<>();
        for (int member : members) {
            NodeFacts node = index.nodes().get(member);
            slots.add(new NodeSlot(
                    slots.size(),
                    node.name(),
                    of(node.allocatable()),
                    of(index.free().of(member)),
                    balanced,
                    new NodeSlot.Standing(
                            index.vacant(member),
                            replicas.getOrDefault(node.name(), Map.of()),
                            node.zone().map(zone -> zones.computeIfAbsent(zone, z -> new Zone())),
                            node.cost())));
        }
        return slots;
    }
}
