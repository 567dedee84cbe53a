package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;

/** A placed Pod as {@link BatchSearch} sees it. */
final class SearchedPod {
    final PodPlacement placement;
    final long[] demand;
    final BitSet allowed;

    /** What it costs on each node by itself, by index; shared by Pods alike. */
    final long[] wishes;

    /** What ties it to other Pods. */
    final List<GroupTies.Share> shares;

    /** How long the chain of links below it is. */
    final int depth;

    /** The nodes that are best for the group it came with. */
    final int[] alternatives;

    /** Those it shares a tie with. */
    SearchedPod[] tied = {};

    /** Of each provider it is linked to, the Pods that are in the batch. */
    SearchedPod[][] providers = {};

    /** The index of its node; negative while it is taken off. */
    int node = -1;

    /** Where it was before the present attempt. */
    int before = -1;

    SearchedPod(PodPlacement placement, long[] wishes, List<GroupTies.Share> shares, int[] alternatives, int depth) {
        this.placement = placement;
        this.wishes = wishes;
        this.shares = shares;
        this.alternatives = alternatives;
        this.depth = depth;
        this.allowed = placement.pod().candidates().indices();
        this.demand = new long[placement.pod().demand().size()];
        placement.pod().demand().addTo(demand);
    }
}
