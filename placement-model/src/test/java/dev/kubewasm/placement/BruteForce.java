package dev.kubewasm.placement;

import dev.kubewasm.placement.audit.Auditor;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tries every node, and none, for every Pod; what is allowed is for the auditor to say. */
final class BruteForce {
    private final Snapshot snapshot;
    private final List<PodKey> pending;
    private final WiringGraph wiring;
    private final Map<PodKey, NodeName> nodeOf = new HashMap<>();
    private long best = Long.MIN_VALUE;

    BruteForce(Snapshot snapshot, List<PodKey> pending) {
        this.snapshot = snapshot;
        this.pending = pending;
        this.wiring = Wirer.wire(snapshot);
        for (PodFacts pod : snapshot.pods().values()) {
            pod.state().node().ifPresent(node -> nodeOf.put(pod.key(), node));
        }
    }

    /** The most that can be placed: Pods of priority 1 count a thousand, others one. */
    long mostPlaced() {
        search(0, 0);
        return best;
    }

    /** What {@code result} places, counted alike. */
    static long placed(Snapshot snapshot, PlacementResult result) {
        return result.outcomes().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof PodOutcome.Placed)
                .mapToLong(entry -> weight(snapshot, entry.getKey()))
                .sum();
    }

    private static long weight(Snapshot snapshot, PodKey pod) {
        return snapshot.pod(pod).orElseThrow().priority() > 0 ? 1000 : 1;
    }

    private void search(int index, long weight) {
        if (index == pending.size()) {
            if (weight > best && Auditor.audit(snapshot, pending, result()).isEmpty()) {
                best = weight;
            }
            return;
        }
        long rest = pending.subList(index, pending.size()).stream()
                .mapToLong(pod -> weight(snapshot, pod))
                .sum();
        if (weight + rest <= best) {
            return;
        }
        PodKey pod = pending.get(index);
        for (NodeFacts node : snapshot.nodes().values()) {
            nodeOf.put(pod, node.name());
            search(index + 1, weight + weight(snapshot, pod));
        }
        nodeOf.remove(pod);
        search(index + 1, weight);
    }

    private PlacementResult result() {
        SortedMap<PodKey, PodOutcome> outcomes = new TreeMap<>();
        for (PodKey pod : pending) {
            NodeName node = nodeOf.get(pod);
            outcomes.put(
                    pod,
                    node == null
                            ? new PodOutcome.Unplaced(new UnplacedReason.WiringFailed(List.of()), List.of())
                            : new PodOutcome.Placed(
                                    node,
                                    Decided.wiring(wiring.of(pod), provider -> chosen(provider, node)),
                                    List.of()));
        }
        return new PlacementResult(outcomes, Score.PERFECT);
    }

    private Optional<PodKey> chosen(ImportWiring.Provider provider, NodeName node) {
        return provider.pods().stream()
                .filter(pod -> node.equals(nodeOf.get(pod)))
                .findFirst();
    }
}
