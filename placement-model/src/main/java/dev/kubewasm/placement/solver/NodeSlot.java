package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeName;
import java.util.Map;
import java.util.Optional;

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
    private final Standing standing;

    /**
     * Where a node stands, resources aside.
     *
     * @param vacant whether no Pod is bound to it
     * @param replicas the number of bound Pods by workload (its number in the problem)
     * @param zone its zone, if it has one
     * @param cost what it costs to have it in use
     */
    record Standing(boolean vacant, Map<Integer, Integer> replicas, Optional<Zone> zone, long cost) {
        Standing {
            replicas = Map.copyOf(replicas);
        }
    }

    /**
     * A node.
     *
     * @param index its place in the problem
     * @param name its name
     * @param allocatable what there is in all
     * @param free what bound Pods leave of it; negative on an overcommitted node
     * @param balanced the resources (indices of the vectors) that the balance is measured in
     * @param standing what else there is to know of it
     */
    NodeSlot(int index, NodeName name, long[] allocatable, long[] free, int[] balanced, Standing standing) {
        this.index = index;
        this.name = name;
        this.allocatable = allocatable;
        this.free = free;
        this.balanced = balanced;
        this.standing = standing;
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
        return standing.vacant();
    }

    int replicas(int workload) {
        return standing.replicas().getOrDefault(workload, 0);
    }

    boolean zoned() {
        return standing.zone().isPresent();
    }

    /** Its zone, if it has one. */
    Zone zone() {
        return standing.zone().orElseThrow();
    }

    /** What it costs to have it in use. */
    long cost() {
        return standing.cost();
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
