package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The gained affinity of placements of one snapshot; see {@link Measures#gainedAffinity}. */
final class GainedAffinity {
    private final Snapshot snapshot;
    private final Map<WorkloadRef, Integer> replicas = new HashMap<>();
    private final Map<Edge, Long> traffic = new TreeMap<>(Edge.ORDER);

    private record Edge(WorkloadRef consumer, WorkloadRef provider) {
        private static final Comparator<Edge> ORDER =
                Comparator.comparing(Edge::consumer).thenComparing(Edge::provider);
    }

    GainedAffinity(Snapshot snapshot, WiringGraph wiring) {
        this.snapshot = snapshot;
        for (PodFacts pod : snapshot.pods().values()) {
            // The replicas of a workload are linked alike: the first speaks for all.
            if (!pod.state().finished() && replicas.merge(pod.workload(), 1, Integer::sum) == 1) {
                wiring.of(pod.key())
                        .links()
                        .forEach(link -> traffic.merge(
                                new Edge(pod.workload(), link.provider().workload()),
                                (long) pod.links().traffic().of(link.provider().name()),
                                Long::sum));
            }
        }
    }

    /** Of Pods where they are; the others count as replicas that are nowhere. */
    double of(Map<PodKey, NodeName> where) {
        Map<WorkloadRef, Map<NodeName, Integer>> spread = new HashMap<>();
        where.forEach((key, node) -> snapshot.pod(key)
                .ifPresent(pod -> spread.computeIfAbsent(pod.workload(), w -> new TreeMap<>())
                        .merge(node, 1, Integer::sum)));
        double gained = 0;
        double all = 0;
        for (Map.Entry<Edge, Long> edge : traffic.entrySet()) {
            all += edge.getValue();
            gained += edge.getValue() * together(edge.getKey(), spread);
        }
        return all == 0 ? 1 : gained / all;
    }

    private double together(Edge edge, Map<WorkloadRef, Map<NodeName, Integer>> spread) {
        Map<NodeName, Integer> consumers = spread.getOrDefault(edge.consumer(), Map.of());
        Map<NodeName, Integer> providers = spread.getOrDefault(edge.provider(), Map.of());
        double together = 0;
        for (Map.Entry<NodeName, Integer> there : consumers.entrySet()) {
            double consumer = (double) there.getValue() / replicas.getOrDefault(edge.consumer(), 1);
            double provider =
                    (double) providers.getOrDefault(there.getKey(), 0) / replicas.getOrDefault(edge.provider(), 1);
            together += Math.min(consumer, provider);
        }
        return together;
    }
}
