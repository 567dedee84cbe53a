package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.stream.uni.UniConstraintCollector;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Adds up the demands of Pods. */
final class DemandCollector implements UniConstraintCollector<PodPlacement, DemandCollector.Sum, Demand> {
    /** A sum that changes. */
    static final class Sum {
        private long[] amounts = new long[0];

        private Runnable add(Demand demand) {
            if (amounts.length == 0) {
                amounts = new long[demand.size()];
            }
            demand.addTo(amounts);
            return () -> demand.takeFrom(amounts);
        }
    }

    @Override
    public Supplier<Sum> supplier() {
        return Sum::new;
    }

    @Override
    public BiFunction<Sum, PodPlacement, Runnable> accumulator() {
        return (sum, pod) -> sum.add(pod.pod().demand());
    }

    @Override
    public Function<Sum, Demand> finisher() {
        return sum -> new Demand(sum.amounts.clone());
    }
}
