package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.OptionalLong;

/** Events that come by chance, as a Poisson process: the time from one to the next is exponentially distributed. */
public sealed interface PoissonProcess {
    /** How many there are in an hour on average, more than 0. */
    double perHour();

    /** How many events come of each, itself included. */
    int eventsOfEach();

    /** The rate at a time as a share of {@link #perHour}, 0 to {@link #peak}. */
    default double share(long millis) {
        return 1;
    }

    /** The largest share. */
    default double peak() {
        return 1;
    }

    /**
     * Pods of a workload.
     *
     * @param lifetime how long one runs, in milliseconds on average, exponentially distributed; for good if empty
     * @param daily how much the rate is above the average at its highest and below it at its lowest, as a share, 0 to 1: a sine
     *     over 24 hours
     * @param peakAt the time of day of the highest rate, in milliseconds
     */
    record Arrivals(WorkloadRef workload, double perHour, OptionalLong lifetime, double daily, long peakAt)
            implements PoissonProcess {
        private static final double DAY = 24 * 3_600_000.0;

        public Arrivals {
            check(perHour);
            if (!(daily >= 0 && daily <= 1)) {
                throw new IllegalArgumentException("`daily` is " + daily + ", must be 0 to 1");
            }
        }

        /** It comes and, unless it stays for good, goes. */
        @Override
        public int eventsOfEach() {
            return lifetime.isPresent() ? 2 : 1;
        }

        @Override
        public double share(long millis) {
            return 1 + daily * Math.cos(2 * Math.PI * (millis - peakAt) / DAY);
        }

        @Override
        public double peak() {
            return 1 + daily;
        }
    }

    /**
     * Failures of any node.
     *
     * @param notice as {@link Occurrence.Failure}
     * @param returns as there
     */
    record Failures(double perHour, long notice, OptionalLong returns) implements PoissonProcess {
        public Failures {
            check(perHour);
        }

        /** That it is noticed, and that the node is back. */
        @Override
        public int eventsOfEach() {
            return returns.isPresent() ? 3 : 2;
        }
    }

    /**
     * Any node is given back.
     *
     * @param warning as {@link Occurrence.Reclaim}
     * @param returns as there
     */
    record Reclaims(double perHour, long warning, OptionalLong returns) implements PoissonProcess {
        public Reclaims {
            check(perHour);
        }

        /** That the node goes, and that it is back. */
        @Override
        public int eventsOfEach() {
            return returns.isPresent() ? 3 : 2;
        }
    }

    private static void check(double perHour) {
        if (!(perHour > 0 && perHour <= 1e9)) {
            throw new IllegalArgumentException("`perHour` is " + perHour + ", must be more than 0 and at most 1e9");
        }
    }
}
