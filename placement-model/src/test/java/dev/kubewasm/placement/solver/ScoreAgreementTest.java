package dev.kubewasm.placement.solver;

import static org.assertj.core.api.Assertions.assertThat;

import ai.timefold.solver.core.api.domain.solution.ConstraintWeightOverrides;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.SolverFactory;
import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.audit.ScoreAudit;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The constraints and the auditor, which share no code, on random placements, good and bad: every part is the same. */
class ScoreAgreementTest {
    private static final int PLACEMENTS = 100;

    private static final SolutionManager<PlacementSolution, HardMediumSoftScore> MANAGER =
            SolutionManager.create(SolverFactory.create(PlacementSolver.config(PlacementSettings.DEFAULT)));

    private static final Set<String> WEIGHED = new HashSet<>();

    @AfterAll
    static void everyPartWasThere() {
        assertThat(WEIGHED).containsExactlyInAnyOrderElementsOf(CONSTRAINTS);
    }

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(100_000 / PLACEMENTS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void constraintsAndAuditorAgreeOnEveryPart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot snapshot = Instances.random(random, 6, 16);
        WiringGraph wiring = Wirer.wire(snapshot);
        boolean rebalancing = random.nextBoolean();
        Map<PodKey, Residence> residences = new HashMap<>();
        Snapshot vacated = snapshot;
        List<PodFacts> pods = new ArrayList<>();
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.state().node().isEmpty()) {
                if (wiring.of(pod.key()).failures().isEmpty()) {
                    pods.add(pod);
                }
            } else if (rebalancing && random.nextInt(4) > 0) {
                residences.put(pod.key(), new Residence(pod.boundTo(), random.nextInt(4) > 0));
                PodFacts pending = pod.withState(PodState.PENDING);
                pods.add(pending);
                vacated = vacated.with(pending);
            }
        }
        PlacementProblem problem =
                new ProblemBuilder(vacated, wiring, pods, residences).build().problem();
        Set<PodKey> toPlace = pods.stream().map(PodFacts::key).collect(Collectors.toSet());
        ConstraintWeights weights = weights(random);

        for (int i = 0; i < PLACEMENTS; i++) {
            PlacementSolution solution = new PlacementSolution(problem, weights);
            Map<PodKey, NodeName> placement = new HashMap<>();
            int emptiness = random.nextInt(1, 6);
            for (PodPlacement pod : solution.getPods()) {
                if (random.nextInt(6) >= emptiness) {
                    List<NodeSlot> candidates = pod.getCandidates();
                    pod.setNode(candidates.get(random.nextInt(candidates.size())));
                    placement.put(pod.pod().key(), pod.placedOn().name());
                }
            }

            Score audited = ScoreAudit.score(snapshot, wiring, toPlace, placement, weights.byName());

            WEIGHED.addAll(audited.penalties().keySet());
            assertThat(parts(solution, weights))
                    .as("seed %d, placement %d: %s", seed, i, placement)
                    .isEqualTo(audited.penalties());
        }
    }

    /** The open-source solver tells the sum of a level alone: so three constraints at a time, each on a level of its own. */
    private static Map<String, Long> parts(PlacementSolution solution, ConstraintWeights weights) {
        Map<String, Long> parts = new TreeMap<>();
        solution.problem().pods().stream()
                .filter(pod -> pod.candidates().nodes().isEmpty())
                .forEach(pod -> parts.merge("unplacedPod", pod.unplacedWeight(), Long::sum));
        for (int first = 0; first < CONSTRAINTS.size(); first += 3) {
            List<String> three = CONSTRAINTS.subList(first, Math.min(first + 3, CONSTRAINTS.size()));
            Map<String, HardMediumSoftScore> overrides = new HashMap<>();
            CONSTRAINTS.forEach(name -> overrides.put(name, HardMediumSoftScore.ZERO));
            List<HardMediumSoftScore> levels =
                    List.of(HardMediumSoftScore.ONE_HARD, HardMediumSoftScore.ONE_MEDIUM, HardMediumSoftScore.ONE_SOFT);
            for (int i = 0; i < three.size(); i++) {
                overrides.put(
                        three.get(i), levels.get(i).multiply(weights.byName().getOrDefault(three.get(i), 1L)));
            }
            solution.setWeights(ConstraintWeightOverrides.of(overrides));
            HardMediumSoftScore score = Objects.requireNonNull(MANAGER.update(solution));
            long[] sums = {score.hardScore(), score.mediumScore(), score.softScore()};
            for (int i = 0; i < three.size(); i++) {
                if (sums[i] != 0) {
                    parts.merge(three.get(i), -sums[i], Long::sum);
                }
            }
        }
        return parts;
    }

    private static final List<String> CONSTRAINTS = Stream.concat(
                    Stream.of("nodeCapacity", "requiredLink", "unplacedPod"),
                    Stream.of(SoftConstraint.values()).map(SoftConstraint::id))
            .toList();

    private static ConstraintWeights weights(SplittableRandom random) {
        Map<SoftConstraint, Long> weights = new EnumMap<>(SoftConstraint.class);
        for (SoftConstraint constraint : SoftConstraint.values()) {
            weights.put(constraint, (long) random.nextInt(20));
        }
        return new ConstraintWeights(weights);
    }
}
