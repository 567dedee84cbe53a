package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.WorkloadSpread;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What draws Pods to the nodes of Pods bound before: consumers there that wait for a provider, and stated traffic with those
 * there. An estimate, by workload and from counts that are kept up; to rank nodes by, not to score placements.
 */
final class Attractions {
    private static final double PERMILLE = 1000;

    private final NodeIndex index;
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final AffinityEdges affinity;
    private final ConstraintWeights weights;
    private final Map<WorkloadRef, Gains> gains = new HashMap<>();

    /** What one Pod gains on each node, by its place: {@code places} has those where that is something. */
    static final class Gains {
        private final BitSet places = new BitSet();
        private final double[] by;

        private Gains(int nodes) {
            this.by = new double[nodes];
        }

        BitSet places() {
            return places;
        }

        double at(int place) {
            return by[place];
        }
    }

    Attractions(
            NodeIndex index, Snapshot snapshot, WiringGraph wiring, AffinityEdges affinity, ConstraintWeights weights) {
        this.index = index;
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.affinity = affinity;
        this.weights = weights;
    }

    /** What draws the Pods of each workload, of those to place; workloads that nothing draws are left out. */
    Map<WorkloadRef, Gains> of(List<PodFacts> pods) {
        Map<WorkloadRef, List<PodFacts>> waiting = pods.stream().collect(Collectors.groupingBy(PodFacts::workload));
        if (weights.of(SoftConstraint.STRANDED_CONSUMER) > 0) {
            addStranded(waiting);
        }
        if (weights.of(SoftConstraint.GAINED_AFFINITY) > 0) {
            affinity.traffic().forEach((pair, traffic) -> addTraffic(pair, traffic, waiting));
        }
        return gains;
    }

    private void gain(WorkloadRef workload, int place, double amount) {
        if (amount > 0) {
            Gains all =
                    gains.computeIfAbsent(workload, _ -> new Gains(index.nodes().size()));
            all.places.set(place);
            all.by[place] += amount;
        }
    }

    private void addStranded(Map<WorkloadRef, List<PodFacts>> waiting) {
        // Pods of one workload may have several wirings: which of them is where isn't kept, all are counted as one.
        record Waits(WorkloadRef consumer, WorkloadRef provider, String imported) {}
        Set<Waits> seen = new HashSet<>();
        for (WiringGraph.Alike alike : wiring.alike()) {
            @Nullable WorkloadRef consumer = null;
            for (PodWiring.Link link : alike.wiring().links()) {
                ImportWiring.Provider provider = link.provider();
                List<PodFacts> helpful = waiting.getOrDefault(provider.workload(), List.of()).stream()
                        .filter(pod -> provider.pods().contains(pod.key()))
                        .toList();
                if (helpful.isEmpty()) {
                    continue;
                }
                consumer = consumer == null ? workloadOf(alike) : consumer;
                if (seen.add(new Waits(consumer, provider.workload(), link.imported()))) {
                    addStranded(index.replicas(consumer), provider, helpful);
                }
            }
        }
    }

    private WorkloadRef workloadOf(WiringGraph.Alike alike) {
        return snapshot.pod(alike.pods().iterator().next()).orElseThrow().workload();
    }

    private void addStranded(WorkloadSpread consumers, ImportWiring.Provider provider, List<PodFacts> helpful) {
        BitSet lacking = consumers.places();
        if (lacking.isEmpty()) {
            return;
        }
        // As in the problem: a provider of a revision that nobody to place is of is on its way out.
        Set<String> revisions = helpful.stream().map(PodFacts::revision).collect(Collectors.toSet());
        for (PodKey pod : provider.pods()) {
            int host = index.indexOf(pod);
            if (host >= 0
                    && lacking.get(host)
                    && revisions.contains(snapshot.pod(pod).orElseThrow().revision())) {
                lacking.clear(host);
            }
        }
        List<NodeFacts> nodes = index.nodes();
        double each = weights.of(SoftConstraint.STRANDED_CONSUMER);
        lacking.stream()
                .forEach(place -> gain(
                        provider.workload(),
                        place,
                        each * consumers.on(nodes.get(place).name())));
    }

    private void addTraffic(AffinityEdges.Pair pair, long traffic, Map<WorkloadRef, List<PodFacts>> waiting) {
        double worth = PERMILLE * weights.of(SoftConstraint.GAINED_AFFINITY) * traffic;
        addTraffic(pair.consumer(), pair.provider(), worth, waiting);
        addTraffic(pair.provider(), pair.consumer(), worth, waiting);
    }

    /** What a Pod of {@code workload} adds to the lesser of the two shares on the nodes that have {@code others}. */
    private void addTraffic(
            WorkloadRef workload, WorkloadRef others, double worth, Map<WorkloadRef, List<PodFacts>> waiting) {
        int toPlace = waiting.getOrDefault(workload, List.of()).size();
        if (toPlace == 0) {
            return;
        }
        WorkloadSpread bound = index.replicas(workload);
        WorkloadSpread there = index.replicas(others);
        double all = (double) bound.pods() + toPlace;
        double allOthers =
                (double) there.pods() + waiting.getOrDefault(others, List.of()).size();
        there.places().stream().forEach(place -> {
            NodeFacts node = index.nodes().get(place);
            double share = there.on(node.name()) / allOthers;
            double before = bound.on(node.name()) / all;
            gain(workload, place, worth * (Math.min(share, before + 1 / all) - Math.min(share, before)));
        });
    }
}
