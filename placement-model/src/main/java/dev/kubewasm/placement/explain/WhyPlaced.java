package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.Rejection;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.result.WhyHere;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.NodeComparison;
import dev.kubewasm.placement.solver.PlacementProblem;
import dev.kubewasm.placement.solver.ProblemBuilder;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out why Pods are where a placement has put them, and why not elsewhere. Asked for one Pod at a time: it takes about as long as placing. */
public final class WhyPlaced {
    private final Snapshot snapshot;
    private final ConstraintWeights weights;
    private final WiringGraph wiring;
    private final List<PodFacts> toPlace = new ArrayList<>();
    private final Map<PodKey, NodeName> placement = new HashMap<>();

    /**
     * Looks at a placement.
     *
     * @param snapshot what it was made on
     * @param result the placement
     * @param weights with which it was made
     */
    public WhyPlaced(Snapshot snapshot, PlacementResult result, ConstraintWeights weights) {
        this.snapshot = snapshot;
        this.weights = weights;
        this.wiring = Wirer.wire(snapshot);
        result.outcomes().forEach((key, outcome) -> {
            PodFacts pod =
                    snapshot.pod(key).orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
            switch (outcome) {
                case PodOutcome.Placed placed -> {
                    toPlace.add(pod);
                    placement.put(key, placed.node());
                }
                case PodOutcome.Unplaced(UnplacedReason.NoNode ignored, var remedies) -> toPlace.add(pod);
                case PodOutcome.Unplaced ignored -> {}
            }
        });
    }

    /**
     * Why {@code pod} is where it is.
     *
     * @throws IllegalArgumentException if it wasn't placed
     */
    public WhyHere of(PodKey pod) {
        NodeName node = placement.get(pod);
        if (node == null) {
            throw new IllegalArgumentException("Pod " + pod + " was not placed");
        }
        PlacementProblem problem =
                new ProblemBuilder(snapshot, wiring, toPlace).build().problem();
        Optional<WhyHere.RunnerUp> runnerUp = NodeComparison.runnerUp(problem, weights, placement, pod)
                .map(other -> new WhyHere.RunnerUp(other, parts(score(pod, node), score(pod, other))));
        return new WhyHere(pod, node, runnerUp, others(pod, node));
    }

    /**
     * What stands between {@code pod} and each node, the other Pods being where they were placed; nothing where it is or could
     * as well be.
     *
     * @param pod placed or not
     */
    public SortedMap<NodeName, List<Rejection>> nodes(PodKey pod) {
        Standing standing = standingWithout(pod);
        Want want = standing.want(pod);
        SortedMap<NodeName, List<Rejection>> nodes = new TreeMap<>();
        standing.nodes()
                .forEach(node ->
                        nodes.put(node.name(), Gap.between(want, node, standing).rejections(standing.free(node))));
        return nodes;
    }

    private Standing standingWithout(PodKey pod) {
        Map<PodKey, NodeName> without = new HashMap<>(placement);
        without.remove(pod);
        return new Standing(snapshot, wiring, keys(), without);
    }

    private Score score(PodKey pod, NodeName node) {
        Map<PodKey, NodeName> moved = new HashMap<>(placement);
        moved.put(pod, node);
        return ScoreAudit.score(snapshot, wiring, keys(), moved, weights.byName());
    }

    private Set<PodKey> keys() {
        return toPlace.stream().map(PodFacts::key).collect(Collectors.toUnmodifiableSet());
    }

    private static List<WhyHere.Part> parts(Score here, Score there) {
        Set<String> names = new TreeSet<>(here.penalties().keySet());
        names.addAll(there.penalties().keySet());
        return names.stream()
                .map(name -> new WhyHere.Part(name, here.penalty(name), there.penalty(name)))
                .filter(part -> part.here() != part.there())
                .toList();
    }

    /** Why other nodes don't take it; a node that does and isn't the runner-up is merely worse. */
    private Map<Rejection, Integer> others(PodKey pod, NodeName own) {
        Standing standing = standingWithout(pod);
        Want want = standing.want(pod);
        Map<Rejection, Integer> others = new LinkedHashMap<>();
        boolean needed = isNeeded(pod, own);
        for (NodeFacts node : standing.nodes()) {
            if (node.name().equals(own)) {
                continue;
            }
            Gap gap = Gap.between(want, node, standing);
            List<Rejection> rejections = gap.isClosed()
                    ? needed ? List.of(new Rejection.LeavesConsumers(own)) : List.of()
                    : gap.filters().isEmpty()
                            ? gap.firstRejections(standing.free(node))
                            : List.of(gap.filters().getFirst());
            rejections.forEach(rejection -> others.merge(rejection, 1, Integer::sum));
        }
        return others;
    }

    /** Whether a Pod placed together with it has no other provider on the node. */
    private boolean isNeeded(PodKey pod, NodeName node) {
        return placement.entrySet().stream()
                .filter(entry -> entry.getValue().equals(node))
                .flatMap(entry ->
                        Want.of(snapshot.pod(entry.getKey()).orElseThrow(), wiring.of(entry.getKey()))
                                .required()
                                .stream())
                .anyMatch(provider -> provider.pods().contains(pod)
                        && provider.pods().stream()
                                .noneMatch(other -> !other.equals(pod) && node.equals(nodeOf(other))));
    }

    private @Nullable NodeName nodeOf(PodKey pod) {
        return snapshot.pod(pod)
                .filter(PodFacts::occupies)
                .map(PodFacts::boundTo)
                .orElse(placement.get(pod));
    }
}
