package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import java.util.Arrays;
import java.util.List;

/**
 * How many nodes of one shape are needed at least: L2 of S. Martello and P. Toth, "Lower bounds and reduction procedures
 * for the bin packing problem", Discrete Applied Mathematics 28, 1990, in each resource; the most of these counts.
 */
final class LowerBound {
    private LowerBound() {}

    /** At least so many nodes with {@code allocatable} each. */
    static long nodes(List<PodFacts> pods, Resources allocatable) {
        long bound = 0;
        for (ResourceName resource : allocatable.amounts().keySet()) {
            long[] sizes =
                    pods.stream().mapToLong(pod -> pod.demand().get(resource)).toArray();
            bound = Math.max(bound, l2(sizes, allocatable.get(resource)));
        }
        return bound;
    }

    /**
     * For a threshold, items above capacity less the threshold and those above half need a bin each, and what doesn't
     * fit beside the latter of the items down to the threshold needs more; the best threshold counts.
     */
    static long l2(long[] sizes, long capacity) {
        long[] sorted = Arrays.stream(sizes).filter(size -> size > 0).sorted().toArray();
        long[] sums = new long[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
        }
        int half = above(sorted, capacity / 2);
        long best = bound(sorted, sums, half, 0, capacity);
        for (int i = 0; i < half; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                best = Math.max(best, bound(sorted, sums, half, sorted[i], capacity));
            }
        }
        return best;
    }

    private static long bound(long[] sorted, long[] sums, int half, long threshold, long capacity) {
        int large = Math.max(half, above(sorted, capacity - threshold));
        int least = above(sorted, threshold - 1);
        long beside = (large - half) * capacity - (sums[large] - sums[half]);
        long rest = Math.max(0, sums[half] - sums[Math.min(half, least)] - beside);
        return sorted.length - half + Math.ceilDiv(rest, capacity);
    }

    /** The place of the first size greater than {@code limit}. */
    private static int above(long[] sorted, long limit) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > limit) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
