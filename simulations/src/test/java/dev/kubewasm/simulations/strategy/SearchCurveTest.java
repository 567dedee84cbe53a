package dev.kubewasm.simulations.strategy;

import static dev.kubewasm.simulations.Clusters.node;
import static dev.kubewasm.simulations.Clusters.pod;
import static dev.kubewasm.simulations.Clusters.situation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.SearchCurve.Best;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchCurveTest {
    /** Each placement is better than the one before, and a seed repeats. */
    @Test
    void aSearchTellsOfWhatItFinds() {
        Situation situation = situation(
                List.of(node("a", 4, 8), node("b", 2, 4), node("c", 4, 8)),
                IntStream.range(0, 12)
                        .mapToObj(i -> pod("p" + i, 200 + 50 * i, 100))
                        .toList());

        List<Best> found = curve(situation);

        assertThat(found).isNotEmpty();
        assertThat(found)
                .isSortedAccordingTo(Comparator.comparingLong(Best::hard)
                        .thenComparingLong(Best::medium)
                        .thenComparingLong(Best::soft));
        assertThat(found).doesNotHaveDuplicates();
        assertThat(curve(situation)).isEqualTo(found);
    }

    private static List<Best> curve(Situation situation) {
        SearchCurve curve = new SearchCurve(Progress.NONE);
        Strategies.KUBE_WASM_OFFLINE.make(PlacementSettings.DEFAULT).place(situation, 0, curve);
        return curve.found();
    }

    /** A second search for the few Pods that were left says nothing of the plan for all. */
    @Test
    void theLargestSearchIsKept() {
        SearchCurve curve = new SearchCurve(Progress.NONE);
        curve.searching(9);
        curve.found(0, -1, -5);
        curve.searching(10);
        curve.found(0, -1, -4);
        curve.found(0, 0, -3);
        curve.searching(1);
        curve.found(0, 0, -1);

        assertThat(curve.found()).containsExactly(new Best(0, -1, -4), new Best(0, 0, -3));
    }

    @Test
    void whoPlacesOneByOneHasNone() {
        SearchCurve curve = new SearchCurve(Progress.NONE);
        Strategies.FIRST_FIT
                .make(PlacementSettings.DEFAULT)
                .place(situation(List.of(node("a", 4, 8)), List.of(pod("p", 100, 100))), 0, curve);

        assertThat(curve.found()).isEmpty();
    }
}
