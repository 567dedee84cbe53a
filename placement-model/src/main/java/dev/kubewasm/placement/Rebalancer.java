package dev.kubewasm.placement;

import dev.kubewasm.placement.audit.RebalanceAudit;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.audit.Violation;
import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Move;
import dev.kubewasm.placement.result.RebalancePlan.Step;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.PlacementProblem;
import dev.kubewasm.placement.solver.PlacementSolver;
import dev.kubewasm.placement.solver.ProblemBuilder;
import dev.kubewasm.placement.solver.Residence;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plans moves of bound Pods that make the placement better by more than they cost. Pure: within the step limit the plan
 * depends on its arguments alone.
 *
 * <p>A move is an eviction: the Pod ends, its controller makes another, and that one is bound to the node planned. There
 * is no moment in which both run. So what is tied together is evicted together ({@link Step}): no consumer that stays is
 * ever without a provider of its required imports on its node, and PodDisruptionBudgets allow every step.
 */
public final class Rebalancer {
    private final PlacementSolver solver = new PlacementSolver();

    /** A rebalancer; it may be shared by threads. */
    public Rebalancer() {}

    /**
     * Plans moves. Pending Pods of the snapshot are left out of account.
     *
     * @param candidates Pods of the snapshot that may be moved as far as their owners are concerned. Of these stay: Pods
     *     that aren't bound and Ready, that are being deleted, that no controller would make again, or that run on each
     *     node; those of Jobs; those whose budget allows no eviction; and those that couldn't be placed again
     * @throws IllegalArgumentException if one of them isn't in the snapshot
     * @throws IllegalStateException if the auditor finds fault with the plan: a defect of this module
     */
    public RebalancePlan plan(
            Snapshot snapshot, Set<PodKey> candidates, List<DisruptionBudget> budgets, RebalanceSettings settings) {
        WiringGraph wiring = Wirer.wire(snapshot);
        Disruptions disruptions = new Disruptions(snapshot, budgets);
        Map<PodKey, Residence> residences = Movability.of(snapshot, wiring, candidates, disruptions);
        Run run = new Run(snapshot, wiring, residences, settings);
        Score before = run.score(Map.of());
        if (residences.values().stream().noneMatch(Residence::movable)) {
            return new RebalancePlan(before, List.of());
        }
        RebalancePlan plan = run.best(
                before, MoveOrder.of(snapshot, wiring, disruptions, run.destinations(solver), settings.maxMoves()));
        List<Violation> violations = RebalanceAudit.audit(snapshot, wiring, budgets, plan);
        if (!violations.isEmpty()) {
            throw new IllegalStateException("the plan fails its audit: " + violations);
        }
        return plan;
    }

    /** One planning. */
    private record Run(
            Snapshot snapshot, WiringGraph wiring, Map<PodKey, Residence> residences, RebalanceSettings settings) {
        /** Where Pods had better be, those that gain most first. */
        Map<PodKey, NodeName> destinations(PlacementSolver solver) {
            Snapshot vacated = snapshot;
            List<PodFacts> pods = new ArrayList<>();
            for (PodKey key : residences.keySet()) {
                PodFacts pending = snapshot.pod(key).orElseThrow().withState(PodState.PENDING);
                vacated = vacated.with(pending);
                pods.add(pending);
            }
            PlacementProblem problem = new ProblemBuilder(vacated, wiring, pods, residences)
                    .build()
                    .problem();
            PlacementSolver.Improved improved = solver.improve(problem, settings.search());
            check(improved.solved(), pods);
            Map<PodKey, NodeName> destinations = new LinkedHashMap<>();
            improved.worth().entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<Integer, Long> pod) -> -pod.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .forEach(pod -> destinations.put(
                            pods.get(pod.getKey()).key(),
                            Objects.requireNonNull(improved.solved().nodes().get(pod.getKey()))
                                    .name()));
            return destinations;
        }

        private void check(PlacementSolver.Solved solved, List<PodFacts> pods) {
            Map<PodKey, NodeName> placement = new HashMap<>();
            solved.nodes().forEach((pod, node) -> placement.put(pods.get(pod).key(), node.name()));
            Score audited = score(placement);
            if (!audited.toString().equals(solved.score().toString())) {
                throw new IllegalStateException("the plan fails its audit: score " + solved.score()
                        + ", by the auditor " + audited + " of " + audited.penalties());
            }
        }

        /** What the placement lacks once these Pods are there. */
        Score score(Map<PodKey, NodeName> moved) {
            Map<PodKey, NodeName> placement = new HashMap<>();
            residences.forEach((pod, residence) -> placement.put(pod, residence.home()));
            placement.putAll(moved);
            return ScoreAudit.score(
                    snapshot,
                    wiring,
                    residences.keySet(),
                    placement,
                    settings.search().weights().byName());
        }

        /** The steps up to the one after which the placement is best. */
        RebalancePlan best(Score before, List<Map<PodKey, NodeName>> order) {
            List<Step> steps = new ArrayList<>();
            Map<PodKey, NodeName> moved = new TreeMap<>();
            Snapshot now = snapshot;
            Score last = before;
            Score best = before;
            int length = 0;
            for (Map<PodKey, NodeName> destinations : order) {
                List<Move> moves = moves(now, destinations);
                now = after(now, destinations);
                moved.putAll(destinations);
                Score score = score(moved);
                steps.add(Step.of(moves, last, score));
                last = score;
                if (isBetter(score, best)) {
                    best = score;
                    length = steps.size();
                }
            }
            return new RebalancePlan(before, steps.subList(0, length));
        }

        private List<Move> moves(Snapshot now, Map<PodKey, NodeName> destinations) {
            Snapshot evicted = now;
            for (PodKey pod : destinations.keySet()) {
                evicted = evicted.with(evicted.pod(pod).orElseThrow().withState(PodState.PENDING));
            }
            Decisions decisions = new Decisions(evicted, destinations);
            List<Move> moves = new ArrayList<>();
            destinations.forEach((pod, to) -> moves.add(
                    new Move(pod, now.pod(pod).orElseThrow().boundTo(), to, decisions.on(to, wiring.of(pod)))));
            return moves;
        }

        private static Snapshot after(Snapshot now, Map<PodKey, NodeName> destinations) {
            Snapshot after = now;
            for (Map.Entry<PodKey, NodeName> move : destinations.entrySet()) {
                PodFacts pod = after.pod(move.getKey()).orElseThrow();
                PodState state = pod.state();
                after = after.with(pod.withState(
                        new PodState(Optional.of(move.getValue()), state.phase(), state.terminating(), state.ready())));
            }
            return after;
        }

        private static boolean isBetter(Score score, Score than) {
            return score.hard() != than.hard() ? score.hard() > than.hard() : score.soft() > than.soft();
        }
    }
}
