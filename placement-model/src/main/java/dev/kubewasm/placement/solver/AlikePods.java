package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A placement as a problem of service affinity: Pods that may be exchanged for each other are a service, nodes with what is free are
 * machines. Pods of required links, and those that are bound, are services too, but stay, and the room they take is none.
 */
final class AlikePods {
    private final PlacementProblem problem;
    private final List<Service> services = new ArrayList<>();
    /** The services of each side of an edge. */
    private final IdentityHashMap<AffinityEdge.Side, List<Integer>> sides = new IdentityHashMap<>();
    /** What is free on each node, by index and resource. */
    private final List<long[]> free;

    /**
     * Pods that are alike.
     *
     * @param pods those that can be moved; none of a service that stays
     * @param demand of each of them
     * @param nodes where they may go
     * @param counts how many are on which node, by index
     */
    private record Service(
            List<PodPlacement> pods, List<Double> demand, MachineSet nodes, Map<Integer, Integer> counts) {
        boolean stays() {
            return pods.isEmpty();
        }

        int size() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Pods with the same key are exchangeable. */
    private record Kind(int workload, List<Double> demand, Candidates candidates) {
        static Kind of(PendingPod pod) {
            Demand demand = pod.demand();
            return new Kind(
                    pod.workload(),
                    IntStream.range(0, demand.size())
                            .mapToObj(r -> (double) demand.of(r))
                            .toList(),
                    pod.candidates());
        }

        /** Candidates are shared by those that have the same. */
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Kind(int otherWorkload, List<Double> otherDemand, Candidates otherCandidates)
                    && workload == otherWorkload
                    && demand.equals(otherDemand)
                    && candidates == otherCandidates;
        }

        @Override
        public int hashCode() {
            return Objects.hash(workload, demand, System.identityHashCode(candidates));
        }
    }

    private AlikePods(PlacementProblem problem) {
        this.problem = problem;
        this.free = problem.nodes().stream().map(NodeSlot::freeVector).toList();
    }

    /** The placed Pods of {@code solution}. */
    static AlikePods of(PlacementSolution solution) {
        AlikePods all = new AlikePods(solution.problem());
        Set<Integer> tied = tied(all.problem);
        Map<Kind, List<PodPlacement>> kinds = new LinkedHashMap<>();
        Map<Integer, Map<Integer, Integer>> staying = new TreeMap<>();
        for (PodPlacement pod : solution.getPods()) {
            NodeSlot node = pod.getNode();
            if (node == null) {
                continue;
            }
            if (tied.contains(pod.getIndex())) {
                pod.pod().demand().takeFrom(all.free.get(node.index()));
                staying.computeIfAbsent(pod.pod().workload(), _ -> new TreeMap<>())
                        .merge(node.index(), 1, Integer::sum);
            } else {
                kinds.computeIfAbsent(Kind.of(pod.pod()), _ -> new ArrayList<>())
                        .add(pod);
            }
        }
        Map<Integer, List<Integer>> byWorkload = new TreeMap<>();
        kinds.forEach((kind, pods) -> byWorkload
                .computeIfAbsent(kind.workload(), _ -> new ArrayList<>())
                .add(all.add(new Service(
                        pods,
                        kind.demand(),
                        MachineSet.of(kind.candidates().indices()),
                        pods.stream()
                                .collect(Collectors.groupingBy(
                                        pod -> pod.placedOn().index(),
                                        TreeMap::new,
                                        Collectors.summingInt(_ -> 1)))))));
        staying.forEach((workload, counts) ->
                byWorkload.computeIfAbsent(workload, _ -> new ArrayList<>()).add(all.addStaying(counts)));
        for (AffinityEdge edge : all.problem.edges()) {
            for (AffinityEdge.Side side : List.of(edge.consumer(), edge.provider())) {
                all.sides.computeIfAbsent(side, _ -> {
                    List<Integer> parts = new ArrayList<>(byWorkload.getOrDefault(side.workload(), List.of()));
                    if (!side.bound().isEmpty()) {
                        parts.add(all.addStaying(side.bound()));
                    }
                    return parts;
                });
            }
        }
        return all;
    }

    private static Set<Integer> tied(PlacementProblem problem) {
        Set<Integer> tied = new HashSet<>();
        for (Link.Required link : problem.required()) {
            tied.add(link.consumer());
            tied.addAll(link.provider().pending());
        }
        return tied;
    }

    private int add(Service service) {
        services.add(service);
        return services.size() - 1;
    }

    private int addStaying(Map<Integer, Integer> counts) {
        List<Double> nothing = problem.resources().stream().map(_ -> 0.0).toList();
        return add(new Service(List.of(), nothing, MachineSet.of(new BitSet()), counts));
    }

    /** The problem; its services and machines are numbered as here. */
    AffinityProblem problem() {
        List<AffinityService> all = IntStream.range(0, services.size())
                .mapToObj(i -> new AffinityService(
                        "service " + i,
                        IntStream.range(0, services.get(i).size())
                                .mapToObj(pod -> i + "/" + pod)
                                .toList(),
                        services.get(i).demand(),
                        services.get(i).nodes()))
                .toList();
        List<AffinityMachine> machines = problem.nodes().stream()
                .map(node -> new AffinityMachine(
                        node.name().value(),
                        Arrays.stream(free.get(node.index()))
                                .mapToObj(left -> (double) Math.max(0, left))
                                .toList()))
                .toList();
        return new AffinityProblem(
                problem.resources().stream().map(Object::toString).toList(), all, machines, traffic(), List.of());
    }

    /** What a workload sends is divided among its services by their size. */
    private List<Traffic> traffic() {
        List<Traffic> traffic = new ArrayList<>();
        for (AffinityEdge edge : problem.edges()) {
            for (int consumer : parts(edge.consumer())) {
                for (int provider : parts(edge.provider())) {
                    if (consumer != provider
                            && !(services.get(consumer).stays()
                                    && services.get(provider).stays())) {
                        double share = (double) services.get(consumer).size()
                                / edge.consumer().replicas()
                                * services.get(provider).size()
                                / edge.provider().replicas();
                        traffic.add(new Traffic(consumer, provider, edge.traffic() * share));
                    }
                }
            }
        }
        return traffic;
    }

    private List<Integer> parts(AffinityEdge.Side side) {
        return Objects.requireNonNull(sides.get(side));
    }

    /** For each service, how many of it are on which node. */
    List<Map<Integer, Integer>> counts() {
        return services.stream().map(Service::counts).toList();
    }

    /** The services that aren't to be moved. */
    BitSet staying() {
        BitSet staying = new BitSet();
        IntStream.range(0, services.size()).filter(i -> services.get(i).stays()).forEach(staying::set);
        return staying;
    }

    /** Where each Pod goes for these counts, of which there are as many as services; as many as can stay where they are. */
    Map<PodPlacement, NodeSlot> placement(List<Map<Integer, Integer>> counts) {
        Map<PodPlacement, NodeSlot> placement = new LinkedHashMap<>();
        for (int i = 0; i < services.size(); i++) {
            if (services.get(i).stays()) {
                continue;
            }
            Map<Integer, Integer> wanted = new TreeMap<>(counts.get(i));
            List<PodPlacement> leaving = new ArrayList<>();
            for (PodPlacement pod : services.get(i).pods()) {
                if (wanted.merge(pod.placedOn().index(), -1, Integer::sum) < 0) {
                    leaving.add(pod);
                }
            }
            int next = 0;
            for (Map.Entry<Integer, Integer> entry : wanted.entrySet()) {
                for (int more = entry.getValue(); more > 0; more--) {
                    placement.put(leaving.get(next++), problem.nodes().get(entry.getKey()));
                }
            }
        }
        return placement;
    }
}
