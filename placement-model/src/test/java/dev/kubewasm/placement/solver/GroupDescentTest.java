package dev.kubewasm.placement.solver;

import static dev.kubewasm.placement.Nodes.node;
import static dev.kubewasm.placement.Pods.key;
import static dev.kubewasm.placement.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.SolverFactory;
import dev.kubewasm.placement.Instances;
import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GroupDescentTest {
    private static final PlacementSettings START =
            new PlacementSettings(1, 0, Duration.ofMinutes(1), ConstraintWeights.DEFAULT);

    private static final ConstraintWeights ALL = new ConstraintWeights(Map.of(SoftConstraint.NODE_IN_USE, 30L));

    private static final SolutionManager<PlacementSolution, HardMediumSoftScore> MANAGER =
            SolutionManager.create(SolverFactory.create(PlacementSolver.config(START)));

    @Test
    void movesAGroupOffTheNodeThatALaterOneFits() {
        PlacementResult result = place(
                List.of(
                        node("large").cpu(8_000).build(),
                        node("small").cpu(6_000).build()),
                List.of(
                        pod("first").cpu(1_000).order(1).build(),
                        pod("later").cpu(3_000).order(2).build()));

        assertThat(nodeOf(result, "first")).isEqualTo("small");
        assertThat(nodeOf(result, "later")).isEqualTo("large");
    }

    @Test
    void swapsTwoGroupsWhereNeitherHasRoomBesideTheOther() {
        PlacementResult result = place(
                List.of(
                        node("large").cpu(10_000).has("pods", 1).build(),
                        node("small").cpu(8_000).has("pods", 1).build()),
                List.of(
                        pod("first").cpu(1_000).order(1).build(),
                        pod("later").cpu(8_000).order(2).build()));

        assertThat(nodeOf(result, "first")).isEqualTo("small");
        assertThat(nodeOf(result, "later")).isEqualTo("large");
    }

    @Test
    void whatAMoveChangesIsWhatTheScoreSays() {
        int moves = 0;
        for (long seed = 0; seed < Scale.cases(1_000); seed++) {
            PlacementSolution solution = started(seed);
            GroupLoads loads = new GroupLoads(solution, LinkGroups.of(solution, new PodLinks(solution.problem())));
            for (int group = 0; group < loads.groups(); group++) {
                for (int node : loads.alternatives(group)) {
                    long change = loads.change(group, node);
                    if (Math.abs(change) < GroupTies.BROKEN / 2) {
                        long before = soft(solution);
                        int from = loads.nodeOf(group);
                        move(loads, group, node);
                        assertThat(before - soft(solution)).as("seed %d", seed).isCloseTo(change, rounding(solution));
                        move(loads, group, from);
                        moves++;
                    }
                }
            }
        }
        assertThat(moves).isPositive();
    }

    /** Two groups change places, or one makes room for another. */
    @Test
    void whatASwapOrAChainChangesIsWhatTheScoreSays() {
        int swaps = 0;
        int chains = 0;
        for (long seed = 0; seed < Scale.cases(1_000); seed++) {
            PlacementSolution solution = started(seed);
            GroupLoads loads = new GroupLoads(solution, LinkGroups.of(solution, new PodLinks(solution.problem())));
            for (int group = 0; group < loads.groups(); group++) {
                for (int other = 0; other < loads.groups(); other++) {
                    if (other == group || !loads.mayReplace(group, other)) {
                        continue;
                    }
                    int from = loads.nodeOf(group);
                    int node = loads.nodeOf(other);
                    for (int wayOut : loads.waysOut(other, from)) {
                        long change = loads.change(group, other, wayOut);
                        if (Math.abs(change) < GroupTies.BROKEN / 2) {
                            long before = soft(solution);
                            move(loads, other, wayOut);
                            move(loads, group, node);
                            assertThat(before - soft(solution))
                                    .as("seed %d", seed)
                                    .isCloseTo(change, rounding(solution));
                            move(loads, group, from);
                            move(loads, other, node);
                            swaps += wayOut == from ? 1 : 0;
                            chains += wayOut == from ? 0 : 1;
                        }
                    }
                }
            }
        }
        assertThat(swaps).isPositive();
        assertThat(chains).isPositive();
    }

    /**
     * What is lost of an edge's affinity is rounded once for all nodes by the score, and for each of the up to three nodes that
     * a step concerns by the descent, which leaves the last word to the score.
     */
    private static Offset<Long> rounding(PlacementSolution solution) {
        return within(4L * solution.getEdges().size());
    }

    private static PlacementSolution started(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PlacementSolution solution = new PlacementSolution(problem(Instances.random(random, 6, 16)), ALL);
        List<NodeSlot> start = new ConstructiveStart(solution.problem(), ALL).place(Map.of());
        solution.getPods().forEach(pod -> pod.setNode(start.get(pod.getIndex())));
        return solution;
    }

    private static void move(GroupLoads loads, int group, int node) {
        loads.move(group, node);
        loads.pods(group).forEach(pod -> pod.setNode(loads.node(node)));
    }

    private static long soft(PlacementSolution solution) {
        return Objects.requireNonNull(MANAGER.update(solution)).softScore();
    }

    private static PlacementProblem problem(Snapshot snapshot) {
        WiringGraph wiring = Wirer.wire(snapshot);
        List<PodFacts> pods = snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty()
                        && wiring.of(pod.key()).failures().isEmpty())
                .toList();
        return new ProblemBuilder(snapshot, wiring, pods).build().problem();
    }

    private static PlacementResult place(List<NodeFacts> nodes, List<PodFacts> pods) {
        List<PodKey> pending = pods.stream().map(PodFacts::key).toList();
        return new Placer().place(new Snapshot(nodes, pods), pending, START);
    }

    private static String nodeOf(PlacementResult result, String pod) {
        return result.of(key(pod)) instanceof PodOutcome.Placed placed
                ? placed.node().value()
                : "none";
    }
}
