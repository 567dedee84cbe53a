package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.WorkloadSpread;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds the links whose traffic is stated, between workloads of which one has Pods to place. */
final class AffinityEdges {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final List<PodFacts> pods;
    private final Set<PodKey> toPlace = new HashSet<>();
    private final NodeIndex index;
    private final Map<WorkloadRef, Integer> workloads;
    private @Nullable Map<Pair, Long> traffic;

    /**
     * A search.
     *
     * @param pods those to place
     * @param index of the nodes of {@code snapshot}
     * @param workloads the numbers of the workloads that have Pods to place
     */
    AffinityEdges(
            Snapshot snapshot,
            WiringGraph wiring,
            List<PodFacts> pods,
            NodeIndex index,
            Map<WorkloadRef, Integer> workloads) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.index = index;
        this.workloads = Map.copyOf(workloads);
        this.pods = List.copyOf(pods);
        pods.forEach(pod -> toPlace.add(pod.key()));
    }

    /** Who calls whom. */
    record Pair(WorkloadRef consumer, WorkloadRef provider) {}

    /**
     * The edges; that of two workloads has the traffic of the consumer's busiest Pod.
     *
     * @param slots the number in the problem of the node at a place of the index; negative if it isn't in it
     */
    List<AffinityEdge> edges(IntUnaryOperator slots) {
        if (traffic().isEmpty()) {
            return List.of();
        }
        Map<WorkloadRef, AffinityEdge.Side> sides = sides(traffic().keySet(), slots);
        List<AffinityEdge> edges = new ArrayList<>();
        traffic().forEach((pair, weight) -> {
            AffinityEdge.Side consumer = sides.get(pair.consumer());
            AffinityEdge.Side provider = sides.get(pair.provider());
            if (consumer != null && provider != null) {
                edges.add(new AffinityEdge(weight, consumer, provider));
            }
        });
        return edges;
    }

    /** The traffic stated between workloads of which one has Pods to place. */
    Map<Pair, Long> traffic() {
        if (traffic == null) {
            traffic = stated();
        }
        return traffic;
    }

    private Map<Pair, Long> stated() {
        Map<PodKey, PodWiring> calling = new TreeMap<>();
        for (WiringGraph.Alike alike : wiring.alike()) {
            // Pods that are alike call alike: the first that counts speaks for all.
            alike.pods().stream()
                    .filter(key -> snapshot.pod(key).filter(this::counts).isPresent())
                    .findFirst()
                    .ifPresent(key -> calling.put(key, alike.wiring()));
        }
        Map<Pair, Long> stated = new LinkedHashMap<>();
        calling.forEach((key, wired) -> {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            Map<Pair, Long> ofPod = new TreeMap<>(Comparator.comparing(Pair::provider));
            for (PodWiring.Link link : wired.links()) {
                Pair pair = new Pair(pod.workload(), link.provider().workload());
                if (workloads.containsKey(pair.consumer()) || workloads.containsKey(pair.provider())) {
                    pod.links()
                            .traffic()
                            .stated(link.provider().name())
                            .ifPresent(weight -> ofPod.merge(pair, (long) weight, Long::sum));
                }
            }
            ofPod.forEach((pair, weight) -> stated.merge(pair, weight, Math::max));
        });
        return stated;
    }

    /** Whether the Pod is, or will be, one of its workload's replicas. */
    private boolean counts(PodFacts pod) {
        return toPlace.contains(pod.key()) || (pod.occupies() && !pod.state().terminating());
    }

    private Map<WorkloadRef, AffinityEdge.Side> sides(Set<Pair> pairs, IntUnaryOperator slots) {
        Set<WorkloadRef> wanted = new LinkedHashSet<>();
        pairs.forEach(pair -> wanted.addAll(List.of(pair.consumer(), pair.provider())));
        Map<WorkloadRef, Integer> replicas = new HashMap<>();
        Map<WorkloadRef, Map<Integer, Integer>> bound = new HashMap<>();
        pods.stream()
                .filter(pod -> wanted.contains(pod.workload()))
                .forEach(pod -> replicas.merge(pod.workload(), 1, Integer::sum));
        for (WorkloadRef workload : wanted) {
            WorkloadSpread spread = index.replicas(workload);
            if (spread.pods() > 0) {
                replicas.merge(workload, spread.pods(), Integer::sum);
            }
            spread.places().stream().forEach(place -> {
                NodeName node = index.nodes().get(place).name();
                int slot = slots.applyAsInt(place);
                if (slot >= 0) {
                    bound.computeIfAbsent(workload, w -> new HashMap<>()).put(slot, spread.on(node));
                }
            });
        }
        Map<WorkloadRef, AffinityEdge.Side> sides = new HashMap<>();
        replicas.forEach((workload, count) -> sides.put(
                workload,
                new AffinityEdge.Side(
                        workloads.getOrDefault(workload, -1), count, bound.getOrDefault(workload, Map.of()))));
        return sides;
    }
}
