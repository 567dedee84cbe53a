package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;

/** Placed Pods that links tie together on a node: {@link GroupLoads} moves them as one. */
final class PlacedGroup {
    final int number;
    final List<PodPlacement> pods;
    final BitSet allowed;

    /** What they take together. */
    final long[] demand;

    /** What they cost on each node by itself, by index. */
    final long[] wishes;

    /** What ties them to other groups and to bound Pods. */
    final List<GroupTies.Share> shares;

    /** The nodes that are best for them, best first. */
    int[] alternatives = {};

    /** The numbers of the groups that share a tie with them. */
    int[] tied = {};

    /**
     * A group.
     *
     * @param number its place among the groups
     * @param pods its Pods
     * @param nodes how many there are
     * @param shares what ties them to others
     */
    PlacedGroup(int number, List<PodPlacement> pods, int nodes, List<GroupTies.Share> shares) {
        this.number = number;
        this.pods = pods;
        this.shares = shares;
        this.allowed = (BitSet) pods.getFirst().pod().candidates().indices().clone();
        this.demand = new long[pods.getFirst().pod().demand().size()];
        this.wishes = new long[nodes];
        for (PodPlacement pod : pods) {
            pod.pod().demand().addTo(demand);
            allowed.and(pod.pod().candidates().indices());
        }
    }
}
