package dev.kubewasm.cli.simulate;

import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code rebalance:} of a scenario file, as it is written; documented in {@code docs/simulations.md}.
 *
 * @param maxMoves so many Pods are moved at most
 * @param steps of the search for better places
 */
record RebalanceSpec(@Nullable Integer maxMoves, @Nullable Integer steps) {
    /**
     * How to rebalance, by the seed and weights of {@code settings}.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    RebalanceSettings read(PlacementSettings settings) {
        try {
            return new RebalanceSettings(
                    new PlacementSettings(
                            settings.seed(),
                            Objects.requireNonNullElse(
                                    steps, RebalanceSettings.DEFAULT.search().stepLimit()),
                            settings.timeLimit(),
                            settings.weights()),
                    Objects.requireNonNullElse(maxMoves, RebalanceSettings.DEFAULT.maxMoves()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`rebalance`: " + e.getMessage(), e);
        }
    }
}
