package dev.kubewasm.placement.solver;

import java.time.Duration;

/**
 * How to place, and how hard to search.
 *
 * @param seed of every random choice
 * @param stepLimit the number of steps of local search, 0 for the constructive start alone
 * @param timeLimit a cap for safety: reaching it makes the result depend on the machine
 * @param weights of the soft constraints
 */
public record PlacementSettings(long seed, int stepLimit, Duration timeLimit, ConstraintWeights weights) {
    /** Seed 0, 1000 steps, 10 seconds. */
    public static final PlacementSettings DEFAULT =
            new PlacementSettings(0, 1000, Duration.ofSeconds(10), ConstraintWeights.DEFAULT);

    public PlacementSettings {
        if (stepLimit < 0) {
            throw new IllegalArgumentException("the step limit is " + stepLimit + ", must be 0 or more");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("the time limit is " + timeLimit + ", must be more than 0");
        }
    }

    /** The same with other weights. */
    public PlacementSettings withWeights(ConstraintWeights other) {
        return new PlacementSettings(seed, stepLimit, timeLimit, other);
    }
}
