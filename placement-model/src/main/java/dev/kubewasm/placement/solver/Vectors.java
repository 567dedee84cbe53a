package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.WorkloadSpread;
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
        Map<String, Zone> zones = new HashMap<>();
        List<Map.Entry<Integer, WorkloadSpread>> spreads = new ArrayList<>();
        workloads.forEach((workload, number) -> {
            WorkloadSpread spread = index.replicas(workload);
            spread.zones().forEach((zone, count) -> zones.computeIfAbsent(zone, z -> new Zone())
                    .count(number, count));
            if (spread.pods() > 0) {
                spreads.add(Map.entry(number, spread));
            }
        });
        int[] balanced = {resources.indexOf(ResourceName.CPU), resources.indexOf(ResourceName.MEMORY)};
        List<NodeSlot> slots = new ArrayList<>();
        for (int member : members) {
            NodeFacts node = index.nodes().get(member);
            Map<Integer, Integer> replicas = new HashMap<>();
            for (Map.Entry<Integer, WorkloadSpread> spread : spreads) {
                int count = spread.getValue().on(node.name());
                if (count > 0) {
                    replicas.put(spread.getKey(), count);
                }
            }
            slots.add(new NodeSlot(
                    slots.size(),
                    node.name(),
                    of(node.allocatable()),
                    of(index.free().of(member)),
                    balanced,
                    new NodeSlot.Standing(
                            index.vacant(member),
                            replicas,
                            node.zone().map(zone -> zones.computeIfAbsent(zone, z -> new Zone())),
                            node.cost())));
        }
        return slots;
    }
}
