package dev.kubewasm.placement.affinity;

import java.time.Duration;

/**
 * How to optimize.
 *
 * @param seed the seed of all that is drawn
 * @param timeLimit the time to search for, more than zero; what is found before it ends is returned
 * @param stepLimit the most moves that each thread evaluates, more than zero; a result that only this limit ended is the
 *     same each time
 * @param maxMachines the most machines that may run containers, one at least
 * @param fromScratch whether to ignore where containers are now
 * @param threads the number of searches beside each other, each with its own seed, one at least
 */
public record OptimizerSettings(
        long seed, Duration timeLimit, long stepLimit, int maxMachines, boolean fromScratch, int threads) {
    public OptimizerSettings {
        if (timeLimit.isNegative() || timeLimit.isZero() || stepLimit < 1 || maxMachines < 1 || threads < 1) {
            throw new IllegalArgumentException("limits and threads must be positive");
        }
    }
}
