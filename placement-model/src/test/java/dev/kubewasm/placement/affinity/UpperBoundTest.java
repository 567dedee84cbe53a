package dev.kubewasm.placement.affinity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kubewasm.placement.affinity.model.AffinityMachine;
import dev.kubewasm.placement.affinity.model.AffinityProblem;
import dev.kubewasm.placement.affinity.model.AffinityService;
import dev.kubewasm.placement.affinity.model.MachineSet;
import dev.kubewasm.placement.affinity.model.Traffic;
import dev.kubewasm.testkit.Scale;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpperBoundTest {
    static LongStream seeds() {
        return LongStream.range(0, Scale.cases(2000));
    }

    /** Nothing that may be done gains more; who says so tries everything. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noPlacementGainsMore(long seed) {
        AffinityProblem problem = AffinityProblems.random(new SplittableRandom(seed), 3, 3, 3);
        OptionalDouble best = new AffinityBruteForce(problem, problem.machines().size()).best();

        assertThat(UpperBound.of(problem)).isBetween(best.orElse(0) - 1e-9, 1 + 1e-9);
    }

    @Test
    void whatFitsTogetherGainsAll() {
        assertThat(UpperBound.of(pair(4, 4, 0.1, 2))).isCloseTo(1, within(1e-6));
    }

    /** A machine has room for so many together, whichever they are of. */
    @Test
    void aMachineHoldsSoManyOfEach() {
        assertThat(UpperBound.of(pair(4, 4, 0.25, 2))).isCloseTo(1, within(1e-6));
        assertThat(UpperBound.of(pair(1, 1, 0.6, 2))).as("one or the other").isCloseTo(0, within(1e-5));
        assertThat(UpperBound.of(pair(1, 4, 0.3, 2)))
                .as("the one service is on one machine, with two of the other")
                .isCloseTo(0.5, within(1e-3));
    }

    /** Each of them would fit beside it; together they don't. */
    @Test
    void neighboursCompeteForAMachine() {
        AffinityProblem star = new AffinityProblem(
                List.of("CPU"),
                List.of(service("hub", 1, 0.4), service("a", 1, 0.6), service("b", 1, 0.6)),
                List.of(new AffinityMachine("m0", List.of(1.0)), new AffinityMachine("m1", List.of(1.0))),
                List.of(new Traffic(0, 1, 1), new Traffic(0, 2, 1)),
                List.of());

        assertThat(UpperBound.of(star)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void theTrafficOfTwoServicesIsAddedUp() {
        AffinityProblem one = pair(1, 1, 0.6, 2);
        assertThat(UpperBound.of(new AffinityProblem(
                        one.resources(),
                        one.services(),
                        one.machines(),
                        List.of(new Traffic(0, 1, 1), new Traffic(1, 0, 2)),
                        List.of())))
                .isCloseTo(0, within(1e-5));
    }

    @Test
    void aServiceWithoutContainersGainsNothingAndOneThatTakesNothingAll() {
        assertThat(UpperBound.of(pair(0, 3, 0.1, 2))).isCloseTo(0, within(1e-5));
        assertThat(UpperBound.of(pair(2, 3, 0, 2))).isCloseTo(1, within(1e-6));
    }

    @Test
    void withoutTrafficThereIsNothingToGain() {
        AffinityProblem one = pair(1, 1, 0.1, 1);
        assertThat(UpperBound.of(
                        new AffinityProblem(one.resources(), one.services(), one.machines(), List.of(), List.of())))
                .isZero();
    }

    /** Two services that talk, of so many containers that take so much each, and machines of 1. */
    private static AffinityProblem pair(int first, int second, double request, int machines) {
        return new AffinityProblem(
                List.of("CPU"),
                List.of(service("a", first, request), service("b", second, request)),
                IntStream.range(0, machines)
                        .mapToObj(m -> new AffinityMachine("m" + m, List.of(1.0)))
                        .toList(),
                List.of(new Traffic(0, 1, 1)),
                List.of());
    }

    private static AffinityService service(String name, int size, double request) {
        return new AffinityService(
                name, IntStream.range(0, size).mapToObj(i -> name + i).toList(), List.of(request), MachineSet.ANY);
    }
}
