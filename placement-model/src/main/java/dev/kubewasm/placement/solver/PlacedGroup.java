package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;

/** Placed Pods that links tie together on a node: {@link GroupLoads} moves them as one. */
final class PlacedGroup {
    final List<PodPlacement> pods;
    final BitSet allowed;

    /** What they take together. */
    final long[] demand;

    /** What they cost on each node by itself, by index. */
    final long[] wishes;

    /** The nodes that are best for them, best first. */
    int[] alternatives = {};

    /**
     * A group.
     *
     * @param nodes how many there are
     */
    PlacedGroup(List<PodPlacement> pods, int nodes) {
        this.pods = pods;
        this.allowed = (BitSet) pods.getFirst().pod().candidates().indices().clone();
        this.demand = new long[pods.getFirst().pod().demand().size()];
        this.wishes = new long[nodes];
        for (PodPlacement pod : pods) {
            pod.pod().demand().addTo(demand);
            allowed.and(pod.pod().candidates().indices());
        }
    }
}
