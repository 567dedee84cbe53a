package dev.kubewasm.placement.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass of {@link ConstructiveStart} over the Pods in an order. */
final class StartAttempt {
    private static final int MAX_CHAIN = 64;

    private final StartState state;
    private final PlacementProblem problem;
    private final PodLinks links;
    private final ConstraintWeights weights;
    private final boolean tight;
    private final long opening;
    private final long costing;
    private final Set<Integer> failed = new LinkedHashSet<>();

    /** When the group of each root found no node, counted in placed providers: until another is, it won't. */
    private final Map<Integer, Integer> refused = new HashMap<>();

    /**
     * An attempt.
     *
     * @param state what it begins with
     * @param tight whether a tight fit counts for more than balance
     */
    StartAttempt(StartState state, PlacementProblem problem, PodLinks links, ConstraintWeights weights, boolean tight) {
        this.state = state;
        this.problem = problem;
        this.links = links;
        this.weights = weights;
        this.tight = tight;
        this.opening = weights.of(SoftConstraint.NODE_IN_USE);
        this.costing = weights.of(SoftConstraint.NODE_COST);
    }

    /** Places the Pods of {@code order} and those they need. */
    void place(List<Integer> order) {
        for (int pod : order) {
            if (!state.isPlaced(pod)) {
                placeWithConsumers(pod);
            }
        }
        for (int pod : order) {
            if (!state.isPlaced(pod)) {
                failed.add(pod);
            }
        }
    }

    /** The node of each Pod by index, null where it stays unplaced. */
    List<@Nullable NodeSlot> nodes() {
        return state.nodes();
    }

    /** The Pods for which no node was found. */
    Set<Integer> failed() {
        return failed;
    }

    /**
     * Places the group of the topmost consumer that needs {@code pod}, else of the next one down, at last that of
     * {@code pod} itself: a provider placed for itself might end up where its consumers have no room.
     */
    private void placeWithConsumers(int pod) {
        List<Integer> chain = new ArrayList<>(List.of(pod));
        for (int next = unplacedConsumer(pod); next >= 0 && chain.size() < MAX_CHAIN; ) {
            chain.add(next);
            next = unplacedConsumer(next);
        }
        for (int i = chain.size() - 1; i >= 0 && !state.isPlaced(pod); i--) {
            // One further up may have taken it along, to a node where pod isn't needed.
            if (!state.isPlaced(chain.get(i))) {
                placeGroup(chain.get(i));
            }
        }
    }

    /** The first unplaced Pod of at least its priority that requires {@code pod}; -1 if there is none. */
    private int unplacedConsumer(int pod) {
        int priority = problem.pods().get(pod).priority();
        for (ProviderSet provider : links.memberOf(pod)) {
            for (int consumer : state.consumersFromFirstUnplaced(provider)) {
                PendingPod facts = problem.pods().get(consumer);
                if (!state.isPlaced(consumer)
                        && !facts.candidates().nodes().isEmpty()
                        && facts.priority() >= priority) {
                    return consumer;
                }
            }
        }
        return -1;
    }

    private void placeGroup(int root) {
        if (refused.getOrDefault(root, -1) == state.providersPlaced()) {
            return;
        }
        Best best = new Best();
        boolean consolidating = opening > 0;
        int nodes = problem.nodes().size();
        NodeSearch search = new NodeSearch(
                state.capacity(),
                problem.nodes(),
                consolidating ? 0 : NodeSearch.spread(root, nodes),
                problem.pods().size());
        BitSet candidates = problem.pods().get(root).candidates().indices();
        NodeSearch.Needs needs = needs(root);
        boolean found = false;
        if (consolidating) {
            BitSet open = (BitSet) candidates.clone();
            open.and(state.inUse());
            found = search.visitFirst(open, needs.whole(), node -> consider(root, node, best));
        }
        if (!found) {
            search.visit(candidates, needs, node -> consider(root, node, best));
        }
        NodeSlot node = best.node;
        if (node != null) {
            state.put(best.group, node);
        } else {
            refused.put(root, state.providersPlaced());
        }
    }

    private boolean consider(int root, NodeSlot node, Best best) {
        List<Integer> group = group(root, node);
        if (group.isEmpty()) {
            return false;
        }
        long cost = cost(group, node);
        if (cost < best.cost) {
            best.cost = cost;
            best.group = group;
            best.node = node;
        }
        return true;
    }

    /**
     * What {@code root} takes with one Pod of each provider, transitively: no less than that on any node but those that
     * host one of these providers. Added up no further than to more than any node has left.
     */
    private NodeSearch.Needs needs(int root) {
        BitSet near = new BitSet();
        links.required(root).forEach(provider -> state.addHosts(provider, near));
        links.preferred(root).forEach(link -> state.addHosts(link.provider(), near));
        BitSet far = new BitSet();
        PendingPod facts = problem.pods().get(root);
        long[] sum = new long[problem.resources().size()];
        facts.demand().addTo(sum);
        Set<Integer> group = new LinkedHashSet<>(List.of(root));
        Set<Integer> covered = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(group);
        while (!open.isEmpty() && state.capacity().mayFit(sum)) {
            int pod = open.remove();
            links.memberOf(pod).forEach(provider -> covered.add(provider.id()));
            for (ProviderSet provider : links.required(pod)) {
                state.addHosts(provider, far);
                List<Integer> waiting = state.fromFirstUnplaced(provider);
                if (!covered.contains(provider.id()) && !waiting.isEmpty() && group.add(waiting.getFirst())) {
                    links.replicas(provider).least().addTo(sum);
                    if (links.replicas(provider).alike()) {
                        open.add(waiting.getFirst());
                    }
                }
            }
        }
        return new NodeSearch.Needs(facts.demand(), new Demand(sum), near, far);
    }

    /** {@code root} and the providers that {@code node} lacks for it, transitively; empty if they don't fit. */
    private List<Integer> group(int root, NodeSlot node) {
        long[] left = state.capacity().left(node.index());
        Set<Integer> group = new LinkedHashSet<>();
        Set<Integer> covered = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            int pod = open.remove();
            PendingPod facts = problem.pods().get(pod);
            if (!group.add(pod)) {
                continue;
            }
            if (!facts.candidates().contains(node) || !take(facts.demand(), left)) {
                return List.of();
            }
            links.memberOf(pod).forEach(provider -> covered.add(provider.id()));
            for (ProviderSet provider : links.required(pod)) {
                if (state.hosts(node, provider) || covered.contains(provider.id())) {
                    continue;
                }
                int member = member(provider, node);
                if (member < 0) {
                    return List.of();
                }
                open.add(member);
            }
        }
        return List.copyOf(group);
    }

    private int member(ProviderSet provider, NodeSlot node) {
        for (int member : state.fromFirstUnplaced(provider)) {
            if (!state.isPlaced(member)
                    && problem.pods().get(member).candidates().contains(node)) {
                return member;
            }
        }
        return -1;
    }

    private static boolean take(Demand demand, long[] left) {
        for (int r = 0; r < left.length; r++) {
            if (demand.of(r) > 0 && demand.of(r) > left[r]) {
                return false;
            }
        }
        demand.takeFrom(left);
        return true;
    }

    /** First few replicas, then what the soft constraints say of it (in a tight attempt: a tight fit first). */
    private long cost(List<Integer> group, NodeSlot node) {
        long[] before = state.capacity().left(node.index());
        long[] left = before.clone();
        long soft = 0;
        for (int pod : group) {
            PendingPod facts = problem.pods().get(pod);
            facts.demand().takeFrom(left);
            soft += facts.costOn(node, weights);
            for (Link.Preferred link : links.preferred(pod)) {
                boolean there = state.hosts(node, link.provider())
                        || link.provider().pending().stream().anyMatch(group::contains);
                soft += there ? 0 : weights.of(SoftConstraint.PREFERRED_LINK) * link.traffic();
            }
        }
        soft += !state.inUse().get(node.index()) ? opening + costing * node.cost() : 0;
        double room = 0;
        for (int r = 0; r < left.length; r++) {
            room += (double) left[r] / Math.max(1, node.allocatable(r));
        }
        long fit = (long) (Math.clamp(room / left.length, 0, 1) * 1000);
        long balance = weights.of(SoftConstraint.BALANCE) * (node.squares(left) - node.squares(before));
        long rest = tight
                ? 1000 * Math.min(soft, 1_000_000_000L) + fit
                : 1000 * Math.min(soft + balance, 1_000_000_000L) + fit;
        return group.size() * 1_000_000_000_000_000L + rest;
    }

    /** The best node so far for a group. */
    private static final class Best {
        private long cost = Long.MAX_VALUE;
        private List<Integer> group = List.of();
        private @Nullable NodeSlot node;
    }
}
