package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which nodes are looked at for a group. Of a few candidates all are; of many, as in kube-scheduler, enough of those with
 * room for it, starting elsewhere for each group: the best of some dozens is close to the best of all.
 */
final class NodeSearch {
    /** Up to so many candidates all are looked at, in order. */
    private static final int FEW = 128;

    /** So many that take the group are enough; fewer where {@link GroupDescent} looks at the others. */
    private static final int ENOUGH = 48;

    private static final int ENOUGH_FOR_DESCENT = 16;

    /** So many that have room for its consumer alone are looked at if none is found that has room for it whole. */
    private static final int LAST_RESORT = 1024;

    private final CapacityTree capacity;
    private final List<NodeSlot> nodes;
    private final int start;
    private final int enough;

    /**
     * A search.
     *
     * @param start the node to begin with
     * @param pods how many Pods are to be placed in all
     */
    NodeSearch(CapacityTree capacity, List<NodeSlot> nodes, int start, int pods) {
        this.enough = pods <= GroupDescent.MANY_PODS ? ENOUGH_FOR_DESCENT : ENOUGH;
        this.capacity = capacity;
        this.nodes = nodes;
        this.start = start;
    }

    /** Where to begin for a Pod, so that Pods are spread over all nodes. */
    static int spread(int pod, int nodes) {
        return nodes == 0 ? 0 : Math.floorMod(pod * 0x9E3779B9, nodes);
    }

    /** Shows the first nodes of {@code candidates} that have room for {@code whole}; whether one took the group. */
    boolean visitFirst(BitSet candidates, Demand whole, Predicate<NodeSlot> visitor) {
        return scan(candidates, whole, enough, LAST_RESORT, visitor) > 0;
    }

    /**
     * What a consumer needs with its providers.
     *
     * @param alone what it takes itself
     * @param whole what it takes with all its providers, at least
     * @param near where some of its own providers are, required or preferred
     * @param far where some of those that its group requires are: only there less than {@code whole} may do
     */
    record Needs(Demand alone, Demand whole, BitSet near, BitSet far) {}

    /**
     * Shows nodes to {@code visitor}, which says whether the group can go there.
     *
     * @param candidates where the consumer may go
     */
    void visit(BitSet candidates, Needs needs, Predicate<NodeSlot> visitor) {
        if (candidates.cardinality() <= FEW) {
            visitAll(candidates, needs, visitor);
            return;
        }
        int found = scan(both(candidates, needs.near()), needs.alone(), enough, enough, visitor);
        found += scan(candidates, needs.whole(), enough, LAST_RESORT, visitor);
        if (found == 0) {
            scan(both(candidates, needs.far()), needs.alone(), 1, LAST_RESORT, visitor);
        }
    }

    private static BitSet both(BitSet candidates, BitSet others) {
        BitSet both = (BitSet) candidates.clone();
        both.and(others);
        return both;
    }

    private void visitAll(BitSet candidates, Needs needs, Predicate<NodeSlot> visitor) {
        for (int node = candidates.nextSetBit(0); node >= 0; node = candidates.nextSetBit(node + 1)) {
            if (needs.far().get(node) || capacity.fits(node, needs.whole())) {
                boolean ignored = visitor.test(nodes.get(node));
            }
        }
    }

    /** Up to {@code enough} nodes that take the group, {@code tries} in all; how many were found. */
    private int scan(BitSet candidates, Demand demand, int enough, int tries, Predicate<NodeSlot> visitor) {
        int found = 0;
        int tried = 0;
        boolean wrapped = false;
        for (int at = start; found < enough && tried < tries; tried++) {
            int node = capacity.next(at, demand, candidates);
            if (node < 0 && !wrapped) {
                wrapped = true;
                node = capacity.next(0, demand, candidates);
            }
            if (node < 0 || (wrapped && node >= start)) {
                break;
            }
            found += visitor.test(nodes.get(node)) ? 1 : 0;
            at = node + 1;
        }
        return found;
    }
}
