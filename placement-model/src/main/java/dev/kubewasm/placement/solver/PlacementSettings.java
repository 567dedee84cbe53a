package dev.kubewasm.placement.solver;

import java.time.Duration;

/**
 * How to place, and how hard to search.
 *
 * @param seed of every random choice
 * @param stepLimit the number of steps of local search, and for whole clusters with stated traffic of the search for service
 *     affinity ({@link AffinityPhase}); 0 for the constructive start alone
 * @param timeLimit a cap for safety: reaching it makes the result depend on the machine
 * @param weights of the soft constraints
 */
public record PlacementSettings(long seed, int stepLimit, Duration timeLimit, ConstraintWeights weights) {
    /** Seed 0, 1000 steps, 10 seconds. */
    public static final PlacementSettings DEFAULT =
            new PlacementSettings(0, 1000, Duration.ofSeconds(10), ConstraintWeights.DEFAULT);

    /** Of a batch of more Pods an answer in milliseconds is worth more than the little that local search adds to it. */
    private static final int SEARCHED_PODS = 16;

    public PlacementSettings {
        if (stepLimit < 0) {
            throw new IllegalArgumentException("the step limit is " + stepLimit + ", must be 0 or more");
        }
        if (timeLimit.isNegative() || timeLimit.isZero()) {
            throw new IllegalArgumentException("the time limit is " + timeLimit + ", must be more than 0");
        }
    }

    /**
     * The same for a batch of so many Pods that wait for an answer: of more than 16 without local search. Their start is
     * improved group by group in any case.
     */
    public PlacementSettings forBatch(int pods) {
        return pods <= SEARCHED_PODS ? this : new PlacementSettings(seed, 0, timeLimit, weights);
    }

    /** The same with other weights. */
    public PlacementSettings withWeights(ConstraintWeights other) {
        return new PlacementSettings(seed, stepLimit, timeLimit, other);
    }
}
