package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.SoftConstraint;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clusters of more nodes than are looked at one by one: the score is audited there too, part by part. A placer throws if the
 * auditor, which follows the Pods of each workload for itself, comes to another sum than the solver.
 */
class LargeClusterAuditTest {
    private static final PlacementSettings SETTINGS = new PlacementSettings(
            1, 0, Duration.ofMinutes(1), new ConstraintWeights(Map.of(SoftConstraint.NODE_IN_USE, 30L)));

    private static final Set<String> WEIGHED = new HashSet<>();

    @AfterAll
    static void partsWereThere() {
        assertThat(WEIGHED)
                .contains(
                        "unplacedPod",
                        "strandedConsumer",
                        "preferredLink",
                        "gainedAffinity",
                        "workloadSpread",
                        "zoneSpread",
                        "imageLocality",
                        "balance",
                        "nodeCost",
                        "nodeInUse");
    }

    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(300));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theScoreIsThatOfItsParts(long seed) {
        Random random = new Random(seed);
        Placer placer = new Placer();
        Snapshot snapshot = Instances.random(random, 280, 500);
        while (snapshot.nodes().size() <= 200) {
            snapshot = Instances.random(random, 280, 500);
        }
        for (int cycle = 0; cycle < 4; cycle++) {
            PlacementResult result = placer.place(snapshot, some(snapshot, random), SETTINGS);

            Score score = result.score();
            WEIGHED.addAll(score.penalties().keySet());
            assertThat(score.penalties().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("seed %d, cycle %d: %s", seed, cycle, score)
                    .isEqualTo(-score.hard() - score.medium() - score.soft());
            snapshot = bound(snapshot, result, random);
        }
    }

    private static List<PodKey> some(Snapshot snapshot, Random random) {
        List<PodKey> pending = new ArrayList<>(snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList());
        Collections.shuffle(pending, random);
        return pending.subList(0, Math.min(pending.size(), random.nextInt(1, 60)));
    }

    /** What was placed runs, and some Pods are on their way out, or gone. */
    private static Snapshot bound(Snapshot before, PlacementResult result, Random random) {
        Snapshot now = before;
        for (PodFacts pod : before.pods().values()) {
            if (result.outcomes().get(pod.key()) instanceof PodOutcome.Placed placed) {
                now = now.with(
                        pod.withState(new PodState(Optional.of(placed.node()), PodState.Phase.RUNNING, false, true)));
            } else if (pod.occupies() && random.nextInt(20) == 0) {
                PodState state = pod.state();
                now = random.nextBoolean()
                        ? now.without(pod.key())
                        : now.with(pod.withState(new PodState(state.node(), state.phase(), true, false)));
            }
        }
        return now;
    }
}
