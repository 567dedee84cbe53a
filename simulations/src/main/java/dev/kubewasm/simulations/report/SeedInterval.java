package dev.kubewasm.simulations.report;

import java.util.List;

/**
 * A measure over several seeds: its mean is between {@code mean - halfWidth} and {@code mean + halfWidth} with 95 percent
 * confidence (Student's t).
 *
 * @param mean of the seeds that were run
 * @param halfWidth 0 if all gave the same
 */
public record SeedInterval(double mean, double halfWidth) {
    /** 97.5 percent quantiles of Student's t by degrees of freedom, from 1 on; for more than 30 the last, which is larger. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /**
     * Of these values.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    static SeedInterval of(List<Double> values) {
        int n = values.size();
        if (n < 2) {
            throw new IllegalArgumentException("an interval needs two values at least, not " + n);
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new SeedInterval(mean, T[Math.min(n - 1, T.length) - 1] * Math.sqrt(squares / (n - 1) / n));
    }
}
