package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Places as many of some Pods as can be, by weight, all others staying where they are: depth first over the Pods, providers
 * before those that require them, and over their candidates, leaving out what can't become better than the best so
 * far. Exact if it comes to its end, which a limit on its steps may prevent. Deterministic.
 */
final class BranchAndBound {
    private final PlacementProblem problem;
    private final PodLinks links;
    private final List<@Nullable NodeSlot> nodeOf;
    private final long[][] left;

    /** How many Pods of each provider set each node hosts, of sets that have Pods to place. */
    private final int[] @Nullable [] hosted;

    private int stepsLeft;

    /**
     * A search.
     *
     * @param nodeOf the node of each Pod by index, null where it has none; feasible
     * @param steps how many times a Pod may be tried on a node, in all that is asked of this
     */
    BranchAndBound(PlacementProblem problem, PodLinks links, List<@Nullable NodeSlot> nodeOf, int steps) {
        this.problem = problem;
        this.links = links;
        this.nodeOf = new ArrayList<>(nodeOf);
        this.stepsLeft = steps;
        this.left = new long[problem.nodes().size()][];
        this.hosted = new int[problem.providers().size()] @Nullable [];
        problem.nodes().forEach(node -> left[node.index()] = node.freeVector());
        for (int pod = 0; pod < nodeOf.size(); pod++) {
            @Nullable NodeSlot node = nodeOf.get(pod);
            if (node != null) {
                put(pod, node, 1);
            }
        }
    }

    /** Whether all steps are taken. */
    boolean exhausted() {
        return stepsLeft <= 0;
    }

    @Nullable NodeSlot nodeOf(int pod) {
        return nodeOf.get(pod);
    }

    /**
     * Places {@code pods} anew so that less weight stays out, if that can be.
     *
     * @param pods indices of Pods; no other Pod requires a placed one of them
     * @param bound the only node that some of them may go to, by index
     * @param steps a limit for this search
     * @return whether it was found
     */
    boolean improve(Set<Integer> pods, Map<Integer, NodeSlot> bound, int steps) {
        List<Integer> order = new ArrayList<>(pods);
        order.sort(Comparator.<Integer>comparingInt(links::depth)
                .thenComparing(pod -> problem.pods().get(pod).unplacedWeight(), Comparator.reverseOrder())
                .thenComparing(Comparator.naturalOrder()));
        Search search = new Search(order, bound, Math.min(steps, stepsLeft));
        for (int pod : order) {
            @Nullable NodeSlot node = nodeOf.get(pod);
            if (node != null) {
                put(pod, node, -1);
            }
        }
        search.from(0, 0);
        stepsLeft -= search.taken;
        for (int i = 0; i < order.size(); i++) {
            @Nullable NodeSlot node = search.best.get(i);
            nodeOf.set(order.get(i), node);
            if (node != null) {
                put(order.get(i), node, 1);
            }
        }
        return search.improved;
    }

    private void put(int pod, NodeSlot node, int sign) {
        long[] here = left[node.index()];
        Demand demand = problem.pods().get(pod).demand();
        for (int r = 0; r < here.length; r++) {
            here[r] -= sign * demand.of(r);
        }
        for (ProviderSet provider : links.memberOf(pod)) {
            int @Nullable [] nodes = hosted[provider.id()];
            if (nodes == null) {
                nodes = new int[left.length];
                hosted[provider.id()] = nodes;
            }
            nodes[node.index()] += sign;
        }
    }

    /** By how much {@code demand} exceeds what is left of {@code node}, in shares of the node. */
    double lacking(NodeSlot node, Demand demand) {
        double lacking = 0;
        for (int r = 0; r < demand.size(); r++) {
            double more = (double) demand.of(r) - left[node.index()][r];
            lacking += demand.of(r) > 0 && more > 0 ? more / Math.max(1, node.allocatable(r)) : 0;
        }
        return lacking;
    }

    private boolean takes(NodeSlot node, int pod) {
        long[] here = left[node.index()];
        Demand demand = problem.pods().get(pod).demand();
        for (int r = 0; r < here.length; r++) {
            if (demand.of(r) > 0 && demand.of(r) > here[r]) {
                return false;
            }
        }
        for (ProviderSet provider : links.required(pod)) {
            int @Nullable [] nodes = hosted[provider.id()];
            if (!provider.boundOn(node) && (nodes == null || nodes[node.index()] == 0)) {
                return false;
            }
        }
        return true;
    }

    /** One walk over the tree of decisions. */
    private final class Search {
        private final List<Integer> order;
        private final Map<Integer, NodeSlot> bound;
        private final int limit;
        private final List<@Nullable NodeSlot> current = new ArrayList<>();
        private List<@Nullable NodeSlot> best = new ArrayList<>();
        private long leastLost;
        private boolean improved;
        private int taken;

        Search(List<Integer> order, Map<Integer, NodeSlot> bound, int limit) {
            this.order = order;
            this.bound = bound;
            this.limit = limit;
            for (int pod : order) {
                best.add(nodeOf.get(pod));
                leastLost += nodeOf.get(pod) == null ? weight(pod) : 0;
            }
        }

        private long weight(int pod) {
            return problem.pods().get(pod).unplacedWeight();
        }

        void from(int at, long lost) {
            if (lost >= leastLost || taken >= limit) {
                return;
            }
            if (at == order.size()) {
                leastLost = lost;
                best = new ArrayList<>(current);
                improved = true;
                return;
            }
            int pod = order.get(at);
            int least = at > 0 && alike(order.get(at - 1), pod) ? index(current.get(at - 1)) : 0;
            for (NodeSlot node : choices(pod)) {
                taken++;
                if (node.index() >= least && takes(node, pod)) {
                    put(pod, node, 1);
                    current.add(node);
                    from(at + 1, lost);
                    current.removeLast();
                    put(pod, node, -1);
                }
            }
            current.add(null);
            from(at + 1, lost + weight(pod));
            current.removeLast();
        }

        private List<NodeSlot> choices(int pod) {
            @Nullable NodeSlot only = bound.get(pod);
            return only == null ? problem.pods().get(pod).candidates().nodes() : List.of(only);
        }

        private int index(@Nullable NodeSlot node) {
            return node == null ? Integer.MAX_VALUE : node.index();
        }

        /** Whether it makes no difference which of two is where: then they are tried in the order of the nodes alone. */
        private boolean alike(int a, int b) {
            PendingPod one = problem.pods().get(a);
            PendingPod other = problem.pods().get(b);
            return one.unplacedWeight() == other.unplacedWeight()
                    && one.candidates().indices().equals(other.candidates().indices())
                    && one.demand().sameAs(other.demand())
                    && bound.get(a) == bound.get(b)
                    && links.required(a).equals(links.required(b))
                    && links.memberOf(a).equals(links.memberOf(b));
        }
    }
}
