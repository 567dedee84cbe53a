package dev.kubewasm.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.SoftConstraint;
import dev.kubewasm.testkit.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** On clusters small enough to try everything, with constraints of every kind. */
class OptimalityTest {
    private static final ConstraintWeights WEIGHTS = new ConstraintWeights(Map.of(SoftConstraint.NODE_IN_USE, 30L));

    private static final PlacementSettings SETTINGS =
            new PlacementSettings(1, PlacementSettings.DEFAULT.stepLimit(), Duration.ofMinutes(1), WEIGHTS);

    /** At most one in a hundred may be worse than the best there is, one in a thousand place less than can be placed. */
    @Test
    void thePlacementIsTheBestThereIs() {
        int cases = Scale.cases(10_000);
        Placer placer = new Placer();
        List<String> worse = new ArrayList<>();
        List<String> placesLess = new ArrayList<>();
        for (long seed = 0; seed < cases; seed++) {
            Snapshot snapshot = Instances.random(new SplittableRandom(seed), 5, 8);
            List<PodKey> pending = snapshot.pods().values().stream()
                    .filter(pod -> pod.state().node().isEmpty())
                    .map(PodFacts::key)
                    .toList();
            Score found = placer.place(snapshot, pending, SETTINGS).score();
            Score best = BestPlacement.of(snapshot, WEIGHTS);
            assertThat(found.hard()).as("seed %d", seed).isZero();
            assertThat(BestPlacement.compare(found, best)).as("seed %d", seed).isLessThanOrEqualTo(0);
            if (BestPlacement.compare(found, best) < 0) {
                worse.add("seed " + seed + ": " + found + ", best " + best);
            }
            if (found.medium() < best.medium()) {
                placesLess.add("seed " + seed + ": " + found + ", best " + best);
            }
        }
        System.out.printf(
                "OptimalityTest: of %d placements %d are worse than the best, %d of them place less%n",
                cases, worse.size(), placesLess.size());
        assertThat(placesLess).as("of %d cases", cases).hasSizeLessThanOrEqualTo(cases / 1000);
        assertThat(worse).as("of %d cases these are worse than can be", cases).hasSizeLessThanOrEqualTo(cases / 100);
    }
}
