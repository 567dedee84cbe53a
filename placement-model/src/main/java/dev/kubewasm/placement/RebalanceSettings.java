package dev.kubewasm.placement;

import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.time.Duration;

/**
 * How to rebalance.
 *
 * @param search how hard to search; the weight of {@code disruption} is the price of a move
 * @param maxMoves so many Pods are moved at most, 1 or more
 */
public record RebalanceSettings(PlacementSettings search, int maxMoves) {
    /** Seed 0, 5,000 steps, a minute, at most 100 moves. */
    public static final RebalanceSettings DEFAULT = new RebalanceSettings(
            new PlacementSettings(0, 5000, Duration.ofMinutes(1), ConstraintWeights.DEFAULT), 100);

    public RebalanceSettings {
        if (maxMoves < 1) {
            throw new IllegalArgumentException("the most moves are " + maxMoves + ", must be 1 or more");
        }
    }
}
