package dev.kubewasm.placement.solver;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnplacedPhaseTest {
    private static final PlacementSettings START =
            new PlacementSettings(1, 0, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);

    /** Larger than what is searched whole; in the cases that are always run some are bettered. */
    @Test
    void placesNoLessThanTheStartAndOftenMore() {
        int better = 0;
        for (long seed = 0; seed < Scale.cases(3_000); seed++) {
            PlacementProblem problem = problem(Instances.random(new SplittableRandom(seed), 12, 40));
            long started = unplaced(problem, new ConstructiveStart(problem, ConstraintWeights.DEFAULT).place(Map.of()));
            long found = -new PlacementSolver().solve(problem, START).score().mediumScore();
            assertThat(found).as("seed %d", seed).isLessThanOrEqualTo(started);
            better += found < started ? 1 : 0;
        }
        assertThat(better).isPositive();
    }

    /** One Pod more than there is room for: the search ends, with all others placed. */
    @ParameterizedTest
    @ValueSource(ints = {2, 60})
    void endsWhereTheLastPodCannotBePlaced(int nodes) {
        List<NodeFacts> nodeFacts = new ArrayList<>();
        List<PodFacts> pods = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            nodeFacts.add(node("n" + i).cpu(1_000).build());
            pods.add(pod("half" + i).cpu(500).order(i).build());
            pods.add(pod("other-half" + i).cpu(500).order(i).build());
        }
        pods.add(pod("late").cpu(500).order(nodes).build());

        PlacementSolver.Solved solved = new PlacementSolver().solve(problem(new Snapshot(nodeFacts, pods)), START);

        assertThat(solved.nodes()).hasSize(2 * nodes);
        assertThat(solved.score().mediumScore()).isEqualTo(-1);
    }

    private static long unplaced(PlacementProblem problem, List<NodeSlot> nodes) {
        return problem.pods().stream()
                .filter(pod -> nodes.get(pod.index()) == null)
                .mapToLong(PendingPod::unplacedWeight)
                .sum();
    }

    private static PlacementProblem problem(Snapshot snapshot) {
        WiringGraph wiring = Wirer.wire(snapshot);
        List<PodFacts> pods = snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty()
                        && wiring.of(pod.key()).failures().isEmpty())
                .toList();
        return new ProblemBuilder(snapshot, wiring, pods).build().problem();
    }
}
