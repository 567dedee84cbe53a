package dev.kubewasm.placement;

import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.audit.Auditor;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.audit.Violation;
import dev.kubewasm.placement.explain.Refusals;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.result.UnplacedReason;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.PlacementSolver;
import dev.kubewasm.placement.solver.ProblemBuilder;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Places pending Pods: wires, filters, solves, explains, and audits the result. Pure: within the step limit the result
 * depends on its arguments alone. What it has worked out about a snapshot it keeps for the next, of which only what
 * differs is looked at; see {@link Snapshot#with(PodFacts)}.
 */
public final class Placer {
    private final PlacementSolver solver = new PlacementSolver();
    private final ClusterIndex index = new ClusterIndex();
    private final Steps steps;

    /** The names in the last verdict that was asked for; guarded by the index. */
    private @Nullable Named named;

    private record Named(NodeClasses.Verdict verdict, Set<NodeName> names) {}

    /** A placer; it may be shared by threads, which wait for each other, and reused it is faster. */
    public Placer() {
        this(Steps.NONE);
    }

    /** One that tells {@code steps} of its wiring, filter, search, explanation and audit. */
    public Placer(Steps steps) {
        this.steps = steps;
    }

    /**
     * Places {@code pending} in {@code snapshot}. Other pending Pods of the snapshot stay where they are: nowhere.
     *
     * @param pending Pods of the snapshot that have no node
     * @throws IllegalArgumentException if one of them isn't in the snapshot, has a node, or is over
     * @throws IllegalStateException if the auditor finds fault with the result: a defect of this module
     */
    public PlacementResult place(Snapshot snapshot, List<PodKey> pending, PlacementSettings settings) {
        return place(snapshot, pending, settings, Improvements.UNHEARD);
    }

    /** The same, with somebody who hears how the search goes on. */
    public PlacementResult place(
            Snapshot snapshot, List<PodKey> pending, PlacementSettings settings, Improvements improvements) {
        return index.with(snapshot, view -> place(view, snapshot, pending, settings, improvements));
    }

    /**
     * What a pending Pod of {@code snapshot} asks of nodes; empty if it has links to other Pods or is in want of one, since
     * it is then to be {@link #place placed}.
     */
    public Optional<Alone> alone(Snapshot snapshot, PodKey key) {
        return index.with(snapshot, view -> {
            PodFacts pod = pods(snapshot, List.of(key)).getFirst();
            PodWiring wiring = view.wiring(List.of(key)).of(key);
            if (!wiring.links().isEmpty()
                    || !wiring.warnings().isEmpty()
                    || obstacle(pod, wiring).or(() -> tooLarge(wiring)).isPresent()) {
                return Optional.empty();
            }
            Set<NodeName> names = names(view.nodes(), view.nodes().ask(PodNeeds.of(pod, wiring)));
            return Optional.of(new Alone(names::contains, Decisions.decide(wiring, _ -> Optional.empty())));
        });
    }

    /** Pods alike come one after the other, and get the same verdict; one that is only equal may be of other nodes. */
    @SuppressWarnings("ReferenceEquality")
    private Set<NodeName> names(NodeIndex nodes, NodeClasses.Verdict verdict) {
        if (named == null || named.verdict() != verdict) {
            named = new Named(verdict, namesAt(nodes, verdict.allowed()));
        }
        return named.names();
    }

    /**
     * The bound Pods of {@code node} that would have no provider of a required import left there if these Pods left it, those
     * that leave themselves aside; in the order of names.
     */
    public List<PodKey> consumersLeftBy(Snapshot snapshot, NodeName node, Set<PodKey> leaving) {
        List<PodKey> here = snapshot.podsOn(node).stream()
                .filter(PodFacts::hasComponents)
                .map(PodFacts::key)
                .toList();
        Set<PodKey> staying = new HashSet<>(here);
        staying.removeAll(leaving);
        if (staying.size() == here.size() || staying.isEmpty()) {
            return List.of();
        }
        return index.with(snapshot, view -> {
            WiringGraph wiring = view.wiring(here);
            return staying.stream()
                    .filter(consumer -> wiring.of(consumer).links().stream()
                            .map(PodWiring.Link::provider)
                            .filter(provider -> provider.policy() == LinkPolicy.REQUIRED)
                            .anyMatch(provider -> provider.pods().stream().anyMatch(leaving::contains)
                                    && provider.pods().stream().noneMatch(staying::contains)))
                    .sorted()
                    .toList();
        });
    }

    /** The link groups that these pending Pods of {@code snapshot} would be on nodes, none of them placed yet. */
    public PendingGroups groups(Snapshot snapshot, Collection<PodKey> pending) {
        return index.with(snapshot, view -> new PendingGroups(snapshot, view.wiring(pending), pending));
    }

    private PlacementResult place(
            ClusterIndex.View view,
            Snapshot snapshot,
            List<PodKey> pending,
            PlacementSettings settings,
            Improvements improvements) {
        WiringGraph wiring = steps.within("wiring", () -> view.wiring(pending));
        SortedMap<PodKey, PodOutcome> outcomes = new TreeMap<>();
        List<PodFacts> placeable = new ArrayList<>();
        Map<PodKey, UnplacedReason> refused = new LinkedHashMap<>();
        IdentityHashMap<PodWiring, Optional<UnplacedReason>> tooLarge = new IdentityHashMap<>();
        for (PodFacts pod : pods(snapshot, pending)) {
            PodWiring podWiring = wiring.of(pod.key());
            Optional<UnplacedReason> obstacle =
                    obstacle(pod, podWiring).or(() -> tooLarge.computeIfAbsent(podWiring, Placer::tooLarge));
            obstacle.ifPresentOrElse(reason -> refused.put(pod.key(), reason), () -> placeable.add(pod));
        }
        ProblemBuilder builder = new ProblemBuilder(view.nodes(), snapshot, wiring, placeable);
        BitSet shortlist = steps.within("shortlist", () -> builder.shortlist(settings.weights()));
        ProblemBuilder.Prepared prepared = steps.within("filter", () -> builder.build(shortlist));
        PlacementSolver.Solved solved = solve(prepared, settings, improvements);
        Set<NodeName> lookedAt = namesAt(view.nodes(), shortlist);
        if (builder.leftOut(shortlist, solved.nodes().keySet())) {
            prepared = steps.within("filter", builder::build);
            solved = solve(prepared, settings, improvements);
            lookedAt = snapshot.nodes().keySet();
        }
        Map<PodKey, NodeName> placed = placed(placeable, solved);
        addPlaced(snapshot, wiring, placed, outcomes);
        if (placed.size() < pending.size()) {
            try (Steps.Step _ = steps.begin("explanation")) {
                Refusals refusals = new Refusals(snapshot, wiring, verdicts(placeable, prepared), placed);
                refused.forEach((pod, reason) -> outcomes.put(pod, refusals.onAnyNode(pod, reason)));
                placeable.stream()
                        .filter(pod -> !placed.containsKey(pod.key()))
                        .forEach(pod -> outcomes.put(pod.key(), refusals.explain(pod)));
            }
        }
        try (Steps.Step _ = steps.begin("audit")) {
            ScoreAudit.Extent extent = new ScoreAudit.Extent(snapshot, lookedAt, view.replicas());
            Score score = auditedScore(extent, wiring, placeable, placed, settings, solved);
            PlacementResult result = new PlacementResult(outcomes, score);
            List<Violation> violations = Auditor.audit(snapshot, pending, result);
            if (!violations.isEmpty()) {
                throw new IllegalStateException("the placement fails its audit: " + violations);
            }
            return result;
        }
    }

    private PlacementSolver.Solved solve(
            ProblemBuilder.Prepared prepared, PlacementSettings settings, Improvements improvements) {
        improvements.searching(prepared.problem().pods().size());
        return steps.within(
                "search",
                () -> solver.solve(
                        prepared.problem(),
                        settings,
                        best -> improvements.found(best.hardScore(), best.mediumScore(), best.softScore())));
    }

    /** The names of the nodes at these places. */
    private static Set<NodeName> namesAt(NodeIndex nodes, BitSet places) {
        return places.stream().mapToObj(at -> nodes.nodes().get(at).name()).collect(Collectors.toUnmodifiableSet());
    }

    /** The score by the auditor, part by part, which is the solver's. */
    private static Score auditedScore(
            ScoreAudit.Extent extent,
            WiringGraph wiring,
            List<PodFacts> placeable,
            Map<PodKey, NodeName> placed,
            PlacementSettings settings,
            PlacementSolver.Solved solved) {
        Set<PodKey> toPlace = placeable.stream().map(PodFacts::key).collect(Collectors.toUnmodifiableSet());
        Score score = ScoreAudit.score(
                extent, wiring, toPlace, placed, settings.weights().byName());
        if (!score.toString().equals(solved.score().toString())) {
            throw new IllegalStateException("the placement fails its audit: score " + solved.score()
                    + ", by the auditor " + score + " of " + score.penalties());
        }
        return score;
    }

    private static Map<PodKey, NodeName> placed(List<PodFacts> pods, PlacementSolver.Solved solved) {
        Map<PodKey, NodeName> placed = new HashMap<>();
        solved.nodes().forEach((index, node) -> placed.put(pods.get(index).key(), node.name()));
        return placed;
    }

    private static List<PodFacts> pods(Snapshot snapshot, List<PodKey> pending) {
        Map<PodKey, PodFacts> pods = new LinkedHashMap<>();
        for (PodKey key : pending) {
            PodFacts pod =
                    snapshot.pod(key).orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
            if (pod.state().node().isPresent() || pod.state().finished()) {
                throw new IllegalArgumentException("Pod " + key + " is not pending");
            }
            if (pods.put(key, pod) != null) {
                throw new IllegalArgumentException("Pod " + key + " is to be placed twice");
            }
        }
        return List.copyOf(pods.values());
    }

    /** What is in the way of {@code pod} on any node. */
    static Optional<UnplacedReason> obstacle(PodFacts pod, PodWiring wiring) {
        List<PodWiring.Problem> failures = wiring.failures();
        if (!failures.isEmpty()) {
            return Optional.of(new UnplacedReason.WiringFailed(failures));
        }
        List<PodWiring.Link> required = wiring.links().stream()
                .filter(link -> link.provider().policy() == LinkPolicy.REQUIRED)
                .toList();
        String runtime = pod.nodes().nodeSelector().getOrDefault(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME);
        return required.isEmpty() || runtime.equals(NodeFacts.LINKING_RUNTIME)
                ? Optional.empty()
                : Optional.of(new UnplacedReason.RuntimeCannotLink(runtime, required));
    }

    /** Whether the wiring fits into its annotation even if the Pods chosen have the longest names. */
    private static Optional<UnplacedReason> tooLarge(PodWiring wiring) {
        Comparator<PodKey> byLength = Comparator.comparingInt(key -> key.name().length());
        Parsed<String> written = WiringAnnotation.write(
                Decisions.decide(wiring, provider -> provider.pods().stream().max(byLength)));
        return written instanceof Parsed.Invalid<String> invalid
                ? Optional.of(new UnplacedReason.WiringTooLarge(invalid.problem()))
                : Optional.empty();
    }

    private static Map<PodKey, NodeClasses.Verdict> verdicts(List<PodFacts> pods, ProblemBuilder.Prepared prepared) {
        Map<PodKey, NodeClasses.Verdict> verdicts = new HashMap<>();
        for (int i = 0; i < pods.size(); i++) {
            verdicts.put(pods.get(i).key(), prepared.verdicts().get(i));
        }
        return verdicts;
    }

    private static void addPlaced(
            Snapshot snapshot, WiringGraph wiring, Map<PodKey, NodeName> placed, Map<PodKey, PodOutcome> outcomes) {
        Decisions decisions = new Decisions(snapshot, placed);
        placed.forEach((pod, node) -> {
            PodWiring podWiring = wiring.of(pod);
            outcomes.put(pod, new PodOutcome.Placed(node, decisions.on(node, podWiring), podWiring.warnings()));
        });
    }
}
