package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;

/**
 * What is left on each node, in a segment tree over the nodes that holds in each inner node the most that is left of each
 * resource below it: the next node with room for a demand is found without looking at those that have none.
 */
final class CapacityTree {
    private final int leaves;
    private final int resources;
    private final long[] most;

    /** The tree of what is free on {@code nodes}, all of them, by index. */
    CapacityTree(List<NodeSlot> nodes, int resources) {
        this.resources = resources;
        this.leaves = Math.max(1, Integer.highestOneBit(Math.max(1, nodes.size() - 1)) << 1);
        this.most = new long[2 * leaves * resources];
        java.util.Arrays.fill(most, Long.MIN_VALUE);
        for (NodeSlot node : nodes) {
            for (int r = 0; r < resources; r++) {
                most[(leaves + node.index()) * resources + r] = node.free(r);
            }
        }
        for (int inner = leaves - 1; inner > 0; inner--) {
            update(inner);
        }
    }

    private void update(int inner) {
        for (int r = 0; r < resources; r++) {
            most[inner * resources + r] =
                    Math.max(most[2 * inner * resources + r], most[(2 * inner + 1) * resources + r]);
        }
    }

    /** What is left on a node. */
    long[] left(int node) {
        int at = (leaves + node) * resources;
        return java.util.Arrays.copyOfRange(most, at, at + resources);
    }

    /** Takes {@code demand} from a node. */
    void take(int node, Demand demand) {
        int at = leaves + node;
        for (int r = 0; r < resources; r++) {
            most[at * resources + r] -= demand.of(r);
        }
        for (int inner = at >> 1; inner > 0; inner >>= 1) {
            update(inner);
        }
    }

    /** Whether of each resource some node, not always the same, has as much left. */
    boolean mayFit(long[] amounts) {
        return roomy(1, new Demand(amounts));
    }

    /** Whether {@code node} has room for {@code demand}. */
    boolean fits(int node, Demand demand) {
        return roomy(leaves + node, demand);
    }

    /** The first of {@code candidates} from {@code from} on with room for {@code demand}; -1 if there is none. */
    int next(int from, Demand demand, BitSet candidates) {
        return next(1, 0, leaves, from, demand, candidates);
    }

    private int next(int at, int low, int high, int from, Demand demand, BitSet candidates) {
        if (high <= from || !roomy(at, demand)) {
            return -1;
        }
        int candidate = candidates.nextSetBit(Math.max(low, from));
        if (candidate < 0 || candidate >= high) {
            return -1;
        }
        if (high - low == 1) {
            return low;
        }
        int middle = (low + high) >>> 1;
        int left = candidate < middle ? next(2 * at, low, middle, from, demand, candidates) : -1;
        return left >= 0 ? left : next(2 * at + 1, middle, high, from, demand, candidates);
    }

    private boolean roomy(int at, Demand demand) {
        for (int r = 0; r < resources; r++) {
            if (demand.of(r) > 0 && demand.of(r) > most[at * resources + r]) {
                return false;
            }
        }
        return true;
    }
}
