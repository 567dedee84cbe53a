package dev.kubewasm.placement.solver;

import java.util.Arrays;

/**
 * The best node of each group of {@link GroupLoads} and the next best, all others staying where they are. They are looked for
 * again when a move may have changed which they are: most moves change that for few groups.
 */
final class BestNodes {
    private static final int NONE = -1;
    private static final int UNKNOWN = -2;

    private final GroupLoads loads;
    private final int[] best;
    private final int[] second;
    private final long[] secondCost;

    BestNodes(GroupLoads loads, int groups) {
        this.loads = loads;
        this.best = new int[groups];
        this.second = new int[groups];
        this.secondCost = new long[groups];
        Arrays.fill(best, UNKNOWN);
    }

    /** Where a group might go to make room for another: to {@code swapped}, that one's node, or to the best of the others. */
    int[] waysOut(int group, int swapped) {
        if (best[group] == UNKNOWN) {
            choose(group);
        }
        int elsewhere = best[group] == swapped ? second[group] : best[group];
        return elsewhere < 0 ? new int[] {swapped} : new int[] {swapped, elsewhere};
    }

    private void choose(int group) {
        best[group] = NONE;
        second[group] = NONE;
        long leastCost = GroupLoads.NEVER;
        secondCost[group] = GroupLoads.NEVER;
        for (int node : loads.alternatives(group)) {
            long cost = loads.change(group, node);
            if (cost < leastCost) {
                secondCost[group] = leastCost;
                second[group] = best[group];
                leastCost = cost;
                best[group] = node;
            } else if (cost < secondCost[group]) {
                secondCost[group] = cost;
                second[group] = node;
            }
        }
    }

    /**
     * A group has moved.
     *
     * @param from negative if it was nowhere
     * @param tied the groups for which that changes what all nodes cost
     */
    void moved(int moved, int from, int to, int[] tied) {
        best[moved] = UNKNOWN;
        for (int other : tied) {
            best[other] = UNKNOWN;
        }
        for (int group = 0; group < best.length; group++) {
            if (best[group] != UNKNOWN && (sees(group, from) || sees(group, to))) {
                best[group] = UNKNOWN;
            }
        }
    }

    /** Whether what a node costs now may change which are the best for a group to which the others cost what they did. */
    private boolean sees(int group, int node) {
        return node >= 0
                && (loads.nodeOf(group) == node
                        || best[group] == node
                        || second[group] == node
                        || loads.change(group, node) <= secondCost[group]);
    }
}
