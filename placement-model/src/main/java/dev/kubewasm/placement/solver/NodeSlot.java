package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeName;
import java.util.Map;

/**
 * A node as the solver sees it: a value of the planning variable. Vectors are indexed as {@link
 * PlacementProblem#resources()}; milli-CPU, bytes, pieces.
 */
public final class NodeSlot {
    private static final int PERMILLE = 1000;

    private final int index;
    private final NodeName name;
    private final long[] allocatable;
    private final long[] free;
    private final int[] balanced;
    private final boolean vacant;
    private final Map<Integer, Integer> replicas;

    /**
     * A node.
     *
     * @param index its place in the problem
     * @param name its name
     * @param allocatable what there is in all
     * @param free what bound Pods leave of it; negative on an overcommitted node
     * @param balanced the resources (indices of the vectors) that the balance is measured in
     * @param vacant whether no Pod is bound to it
     * @param replicas the number of bound Pods by workload (its number in the problem)
     */
    NodeSlot(
            int index,
            NodeName name,
            long[] allocatable,
            long[] free,
            int[] balanced,
            boolean vacant,
            Map<Integer, Integer> replicas) {
        this.index = index;
        this.name = name;
        this.allocatable = allocatable;
        this.free = free;
        this.balanced = balanced;
        this.vacant = vacant;
        this.replicas = Map.copyOf(replicas);
    }

    int index() {
        return index;
    }

    /** The node's name. */
    public NodeName name() {
        return name;
    }

    long free(int resource) {
        return free[resource];
    }

    long[] freeVector() {
        return free.clone();
    }

    long allocatable(int resource) {
        return allocatable[resource];
    }

    boolean vacant() {
        return vacant;
    }

    int replicas(int workload) {
        return replicas.getOrDefault(workload, 0);
    }

    /** Whether {@code demand} fits into what is free; as in kube-scheduler, what isn't asked for isn't looked at. */
    boolean fits(Demand demand) {
        for (int r = 0; r < free.length; r++) {
            if (demand.of(r) > 0 && demand.of(r) > free[r]) {
                return false;
            }
        }
        return true;
    }

    /** By how much {@code demand} exceeds what is free: for each resource that lacks, 1 and its share in permille. */
    long overflow(Demand demand) {
        long overflow = 0;
        for (int r = 0; r < free.length; r++) {
            if (demand.of(r) > 0 && demand.of(r) > free[r]) {
                double share = ((double) demand.of(r) - free[r]) * PERMILLE / Math.max(1, allocatable[r]);
                overflow += 1 + (long) Math.min(share, 1e6);
            }
        }
        return overflow;
    }

    /**
     * How much {@code demand} adds to the sum of squares of the shares taken of CPU and memory, in permille. Squares
     * make taking a share of a full node dearer than of an empty one.
     */
    long imbalance(Demand demand) {
        long cost = 0;
        for (int r : balanced) {
            cost += square(r, demand.of(r)) - square(r, 0);
        }
        return cost;
    }

    /** The sum of squares of the shares taken of CPU and memory, in permille, when this is left of the node. */
    long squares(long[] left) {
        long sum = 0;
        for (int r : balanced) {
            sum += square(r, free[r] - left[r]);
        }
        return sum;
    }

    private long square(int resource, long demand) {
        if (allocatable[resource] <= 0) {
            return 0;
        }
        double taken = (double) allocatable[resource] - free[resource] + demand;
        long share = (long) Math.min(1e6, Math.max(0, taken * PERMILLE / allocatable[resource]));
        return share * share / PERMILLE;
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
