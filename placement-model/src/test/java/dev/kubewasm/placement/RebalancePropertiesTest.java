package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.audit.RebalanceAudit;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.DisruptionBudget;
import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.result.RebalancePlan.Move;
import dev.kubewasm.placement.result.RebalancePlan.Step;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.Residence;
import dev.kubewasm.placement.solver.SoftConstraint;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** On random clusters whose Pods were placed by other weights, and of which some have gone since. */
class RebalancePropertiesTest {
    private static final RebalanceSettings SETTINGS = new RebalanceSettings(
            new PlacementSettings(
                    1,
                    1000,
                    Duration.ofMinutes(1),
                    new ConstraintWeights(Map.of(SoftConstraint.DISRUPTION, 100L, SoftConstraint.NODE_IN_USE, 300L))),
            100);

    private final Placer placer = new Placer();

    @Test
    void everyPrefixIsFeasibleAndTheEndIsNoWorse() {
        int moves = 0;
        int together = 0;
        for (long seed = 0; seed < Scale.cases(2000); seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Snapshot snapshot = cluster(random, 6, 24);
            List<DisruptionBudget> budgets = budgets(random);
            Set<PodKey> all = Set.copyOf(snapshot.pods().keySet());

            RebalancePlan plan = new Rebalancer().plan(snapshot, all, budgets, SETTINGS);

            assertThat(RebalanceAudit.audit(snapshot, Wirer.wire(snapshot), budgets, plan))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(plan.after().hard())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(plan.before().hard());
            if (plan.after().hard() == plan.before().hard()) {
                assertThat(plan.after().soft())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(plan.before().soft());
            }
            assertThat(plan.before().soft()
                            + plan.steps().stream()
                                    .mapToLong(step -> step.gain() - step.price())
                                    .sum())
                    .as("seed %d", seed)
                    .isEqualTo(plan.after().soft());
            assertThat(new Rebalancer().plan(snapshot, all, budgets, SETTINGS))
                    .as("seed %d", seed)
                    .isEqualTo(plan);
            moves += plan.moves();
            together += (int) plan.steps().stream()
                    .filter(step -> step.moves().size() > 1)
                    .count();
        }
        assertThat(moves).isPositive();
        System.out.printf("RebalancePropertiesTest: %d moves, %d steps of several Pods%n", moves, together);
    }

    /** At most one in a hundred plans may be worse than the best that one or two moves of single Pods make of it. */
    @Test
    void noOneOrTwoMovesAreBetter() {
        int cases = Scale.cases(2000);
        List<String> worse = new ArrayList<>();
        for (long seed = 0; seed < cases; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Snapshot snapshot = cluster(random, 3, 7);
            List<DisruptionBudget> budgets = budgets(random);
            Score found = new Rebalancer()
                    .plan(snapshot, Set.copyOf(snapshot.pods().keySet()), budgets, SETTINGS)
                    .after();

            Score best = new TwoMoves(snapshot, budgets).best();

            if (compare(found, best) < 0) {
                worse.add("seed " + seed + ": " + found + ", best " + best);
            }
        }
        System.out.printf(
                "RebalancePropertiesTest: %d of %d plans are worse than one or two moves%n", worse.size(), cases);
        assertThat(worse).hasSizeLessThanOrEqualTo(cases / 100);
    }

    private static int compare(Score a, Score b) {
        return a.hard() != b.hard() ? Long.compare(a.hard(), b.hard()) : Long.compare(a.soft(), b.soft());
    }

    /** Tries all sequences of up to two moves; what they are worth and whether they may be is for the auditors to say. */
    private static final class TwoMoves {
        private final Snapshot snapshot;
        private final List<DisruptionBudget> budgets;
        private final WiringGraph wiring;
        private final Map<PodKey, Residence> residences;
        private final Map<PodKey, NodeName> placement = new HashMap<>();
        private Score best;

        TwoMoves(Snapshot snapshot, List<DisruptionBudget> budgets) {
            this.snapshot = snapshot;
            this.budgets = budgets;
            this.wiring = Wirer.wire(snapshot);
            this.residences = Movability.of(
                    snapshot, wiring, Set.copyOf(snapshot.pods().keySet()), new Disruptions(snapshot, budgets));
            residences.forEach((pod, residence) -> placement.put(pod, residence.home()));
            this.best = score();
        }

        Score best() {
            search(snapshot, List.of());
            return best;
        }

        private Score score() {
            return ScoreAudit.score(
                    snapshot,
                    wiring,
                    residences.keySet(),
                    placement,
                    SETTINGS.search().weights().byName());
        }

        private void search(Snapshot now, List<Step> before) {
            for (Map.Entry<PodKey, Residence> pod : residences.entrySet()) {
                NodeName home = pod.getValue().home();
                boolean moved = before.stream()
                        .anyMatch(step -> step.moves().getFirst().pod().equals(pod.getKey()));
                for (NodeName to : snapshot.nodes().keySet()) {
                    if (!moved && pod.getValue().movable() && !to.equals(home)) {
                        move(now, before, pod.getKey(), to);
                    }
                }
            }
        }

        private void move(Snapshot now, List<Step> before, PodKey pod, NodeName to) {
            PodFacts facts = now.pod(pod).orElseThrow();
            Snapshot evicted = now.with(facts.withState(PodState.PENDING));
            Move move =
                    new Move(pod, facts.boundTo(), to, new Decisions(evicted, Map.of(pod, to)).on(to, wiring.of(pod)));
            List<Step> steps = new ArrayList<>(before);
            steps.add(new Step(List.of(move), 0, 0, List.of(), Score.PERFECT));
            if (RebalanceAudit.audit(snapshot, wiring, budgets, new RebalancePlan(Score.PERFECT, steps))
                    .isEmpty()) {
                placement.put(pod, to);
                Score score = score();
                if (compare(score, best) > 0) {
                    best = score;
                }
                if (steps.size() < 2) {
                    search(now.with(facts.withState(running(to))), steps);
                }
                placement.put(pod, facts.boundTo());
            }
        }
    }

    private static PodState running(NodeName node) {
        return new PodState(Optional.of(node), PodState.Phase.RUNNING, false, true);
    }

    private Snapshot cluster(RandomGenerator random, int maxNodes, int maxPods) {
        Snapshot snapshot = Instances.random(random, maxNodes, maxPods);
        List<PodKey> pending = snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        Map<SoftConstraint, Long> weights = new HashMap<>();
        for (SoftConstraint constraint : SoftConstraint.values()) {
            weights.put(constraint, (long) random.nextInt(100));
        }
        PlacementResult placed = placer.place(
                snapshot, pending, new PlacementSettings(1, 0, Duration.ofMinutes(1), new ConstraintWeights(weights)));
        for (PodKey key : pending) {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            boolean gone = random.nextInt(5) == 0;
            snapshot = placed.of(key) instanceof PodOutcome.Placed place && !gone
                    ? snapshot.with(pod.withState(new PodState(
                            Optional.of(place.node()),
                            PodState.Phase.RUNNING,
                            random.nextInt(20) == 0,
                            random.nextInt(10) > 0)))
                    : gone ? snapshot.without(key) : snapshot;
        }
        return snapshot;
    }

    private static List<DisruptionBudget> budgets(RandomGenerator random) {
        List<DisruptionBudget> budgets = new ArrayList<>();
        for (int workload = 0; workload < 5; workload++) {
            if (random.nextInt(4) == 0) {
                LabelSelector selector = new LabelSelector(List.of(
                        new LabelSelector.Requirement("app", LabelSelector.Operator.IN, List.of("w" + workload))));
                boolean percent = random.nextBoolean();
                budgets.add(new DisruptionBudget(
                        "shop",
                        "b" + workload,
                        selector,
                        random.nextBoolean()
                                ? DisruptionBudget.Limit.MIN_AVAILABLE
                                : DisruptionBudget.Limit.MAX_UNAVAILABLE,
                        percent ? random.nextInt(101) : random.nextInt(3),
                        percent));
            }
        }
        return budgets;
    }
}
