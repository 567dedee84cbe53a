package dev.kubewasm.placement.solver;

import java.util.List;

/** What placed Pods leave of the nodes, and what that costs of the soft constraints that look at a node's load. */
final class NodeLoads {
    private final long balance;
    private final long opening;
    private final long costing;
    private final List<NodeSlot> nodes;
    private final long[][] left;
    private final int[] count;
    private final long[] load;
    private final long[] scratch;
    private final long[] nothing;

    /** The loads of the nodes of {@code solution} before any Pod is placed. */
    NodeLoads(PlacementSolution solution) {
        ConstraintWeights weights = solution.weighing();
        this.balance = weights.of(SoftConstraint.BALANCE);
        this.opening = weights.of(SoftConstraint.NODE_IN_USE);
        this.costing = weights.of(SoftConstraint.NODE_COST);
        this.nodes = solution.problem().nodes();
        this.left = new long[nodes.size()][];
        this.count = new int[nodes.size()];
        this.load = new long[nodes.size()];
        this.nothing = new long[solution.problem().resources().size()];
        this.scratch = new long[nothing.length];
        for (NodeSlot node : nodes) {
            left[node.index()] = node.freeVector();
            load[node.index()] = with(node.index(), nothing, nothing, 0);
        }
    }

    /** How many Pods, or groups, have been put on a node. */
    int count(int node) {
        return count[node];
    }

    /** Puts a demand on a node. */
    void put(int node, long[] demand) {
        change(node, demand, 1);
    }

    /** Takes a demand off a node. */
    void take(int node, long[] demand) {
        change(node, demand, -1);
    }

    private void change(int node, long[] demand, int sign) {
        long[] here = left[node];
        for (int r = 0; r < here.length; r++) {
            here[r] -= sign * demand[r];
        }
        count[node] += sign;
        load[node] = with(node, nothing, nothing, count[node]);
    }

    /** Whether a demand fits on a node to which {@code back} is given back. */
    boolean fits(long[] demand, int node, long[] back) {
        long[] here = left[node];
        for (int r = 0; r < here.length; r++) {
            if (demand[r] > 0 && demand[r] > here[r] + back[r]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a demand fits on a node. */
    boolean fits(long[] demand, int node) {
        return fits(demand, node, nothing);
    }

    /** What a node costs. */
    long now(int node) {
        return load[node];
    }

    /** What a node costs more with a demand and one more put on it. */
    long entering(int node, long[] demand) {
        return with(node, nothing, demand, count[node] + 1) - load[node];
    }

    /** What a node costs more without a demand, and one less on it. */
    long leaving(int node, long[] demand) {
        return with(node, demand, nothing, count[node] - 1) - load[node];
    }

    /** What a node costs more if of what is on it {@code back} is replaced by {@code taken}. */
    long replacing(int node, long[] back, long[] taken) {
        return with(node, back, taken, count[node]) - load[node];
    }

    private long with(int node, long[] back, long[] taken, int placed) {
        for (int r = 0; r < scratch.length; r++) {
            scratch[r] = left[node][r] + back[r] - taken[r];
        }
        NodeSlot slot = nodes.get(node);
        long opened = slot.vacant() && placed > 0 ? opening + costing * slot.cost() : 0;
        return balance * slot.squares(scratch) + opened;
    }
}
