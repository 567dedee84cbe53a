package dev.kubewasm.placement;

import dev.kubewasm.placement.audit.NodeRefusal;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the best score there is by trying every placement; what nodes take and what a placement is worth is for the auditor to say. */
final class BestPlacement {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final Map<String, Long> weights;
    private final List<PodFacts> pods = new ArrayList<>();
    private final List<List<NodeName>> allowed = new ArrayList<>();
    private final Set<PodKey> toPlace;
    private final Map<NodeName, Resources> free = new HashMap<>();
    private final Map<PodKey, NodeName> placement = new HashMap<>();
    private Optional<Score> best = Optional.empty();

    private BestPlacement(Snapshot snapshot, ConstraintWeights weights) {
        this.snapshot = snapshot;
        this.wiring = Wirer.wire(snapshot);
        this.weights = weights.byName();
        NodeRefusal refusal = new NodeRefusal(snapshot);
        snapshot.nodes().values().forEach(node -> free.put(node.name(), node.allocatable()));
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.state().node().isPresent()) {
                free.computeIfPresent(pod.boundTo(), (name, left) -> left.minus(pod.demand()));
            } else if (wiring.of(pod.key()).failures().isEmpty()) {
                pods.add(pod);
                allowed.add(snapshot.nodes().values().stream()
                        .filter(node ->
                                refusal.of(pod, node, wiring.of(pod.key())).isEmpty())
                        .map(NodeFacts::name)
                        .toList());
            }
        }
        toPlace = pods.stream().map(PodFacts::key).collect(Collectors.toUnmodifiableSet());
    }

    /** The best score of a placement of all pending Pods that can be wired. */
    static Score of(Snapshot snapshot, ConstraintWeights weights) {
        BestPlacement search = new BestPlacement(snapshot, weights);
        // With few Pods left out first: most of what leaves out more then needn't be looked at.
        for (int unplaced = 0; search.best.isEmpty(); unplaced++) {
            search.search(0, unplaced);
        }
        search.search(0, search.pods.size());
        return search.best.orElseThrow();
    }

    private void search(int index, int mayStayOut) {
        if (index == pods.size()) {
            Score score = ScoreAudit.score(snapshot, wiring, toPlace, placement, weights);
            if (score.hard() == 0 && (best.isEmpty() || compare(score, best.get()) > 0)) {
                best = Optional.of(score);
            }
            return;
        }
        PodFacts pod = pods.get(index);
        for (NodeName node : allowed.get(index)) {
            Resources left = free.getOrDefault(node, Resources.NONE);
            if (pod.demand().fits(left)) {
                free.put(node, left.minus(pod.demand()));
                placement.put(pod.key(), node);
                search(index + 1, mayStayOut);
                placement.remove(pod.key());
                free.put(node, left);
            }
        }
        if (mayStayOut > 0 && worthIt(index)) {
            search(index + 1, mayStayOut - 1);
        }
    }

    /** Whether leaving out this Pod too can still equal the best. */
    private boolean worthIt(int index) {
        if (best.isEmpty()) {
            return true;
        }
        Map<Integer, Long> unplaced = new HashMap<>();
        for (int i = 0; i <= index; i++) {
            if (!placement.containsKey(pods.get(i).key())) {
                unplaced.merge(pods.get(i).priority(), 1L, Long::sum);
            }
        }
        // A Pod of priority 1 weighs one more than all those of priority 0 together.
        long low = pods.stream().filter(pod -> pod.priority() == 0).count();
        long weight = low == 0
                ? unplaced.getOrDefault(1, 0L)
                : unplaced.getOrDefault(0, 0L) + unplaced.getOrDefault(1, 0L) * (low + 1);
        return -weight >= best.get().medium();
    }

    /** Which score is better. */
    static int compare(Score a, Score b) {
        return a.hard() != b.hard()
                ? Long.compare(a.hard(), b.hard())
                : a.medium() != b.medium() ? Long.compare(a.medium(), b.medium()) : Long.compare(a.soft(), b.soft());
    }
}
