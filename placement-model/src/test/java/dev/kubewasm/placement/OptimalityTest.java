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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On clusters small enough to try everything, with constraints of every kind. */
class OptimalityTest {
    private static final ConstraintWeights WEIGHTS = new ConstraintWeights(Map.of(SoftConstraint.NODE_IN_USE, 30L));

    private static final PlacementSettings SETTINGS =
            new PlacementSettings(1, PlacementSettings.DEFAULT.stepLimit(), Duration.ofMinutes(1), WEIGHTS);

    private final Placer placer = new Placer();

    /** At most one in a hundred may be worse than the best there is; none may place less than can be placed. */
    @Test
    void thePlacementIsTheBestThereIs() {
        int cases = Scale.cases(10_000);
        List<String> worse = new ArrayList<>();
        for (long seed = 0; seed < cases; seed++) {
            Compared compared = compare(Instances.random(new SplittableRandom(seed), 5, 8), seed);
            assertThat(compared.found().medium())
                    .as("seed %d", seed)
                    .isEqualTo(compared.best().medium());
            if (BestPlacement.compare(compared.found(), compared.best()) < 0) {
                worse.add("seed " + seed + ": " + compared);
            }
        }
        System.out.printf("OptimalityTest: of %d placements %d are worse than the best%n", cases, worse.size());
        assertThat(worse).as("of %d cases these are worse than can be", cases).hasSizeLessThanOrEqualTo(cases / 100);
    }

    /** In these local search alone would leave out a Pod that can be placed. */
    @ParameterizedTest
    @ValueSource(longs = {1400, 2634})
    void whatCanBePlacedIsPlaced(long seed) {
        Compared compared = compare(Instances.plain(new SplittableRandom(seed), 5, 8), seed);

        assertThat(compared.found().medium()).isEqualTo(compared.best().medium());
    }

    private record Compared(Score found, Score best) {}

    private Compared compare(Snapshot snapshot, long seed) {
        List<PodKey> pending = snapshot.pods().values().stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        Score found = placer.place(snapshot, pending, SETTINGS).score();
        Score best = BestPlacement.of(snapshot, WEIGHTS);
        assertThat(found.hard()).as("seed %d", seed).isZero();
        assertThat(BestPlacement.compare(found, best)).as("seed %d", seed).isLessThanOrEqualTo(0);
        return new Compared(found, best);
    }
}
