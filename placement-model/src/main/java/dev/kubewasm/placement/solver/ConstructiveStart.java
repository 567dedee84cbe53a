package dev.kubewasm.placement.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A first placement, always feasible: link groups go to one node whole or not at all, each to the node that costs least.
 * Where Pods stay unplaced, it starts over with these first, some times, each group on the node it fills best.
 * Deterministic.
 */
final class ConstructiveStart {
    private static final int MAX_ROUNDS = 16;
    private static final int MANY_PODS = 1000;
    private static final int MAX_CHAIN = 64;

    private final PlacementProblem problem;
    private final ConstraintWeights weights;
    private final boolean consolidating;
    private final long opening;
    private final long costing;
    private final List<List<ProviderSet>> required;
    private final List<List<Link.Preferred>> preferred;
    private final List<List<Integer>> consumers;
    private final List<List<ProviderSet>> memberOf;

    ConstructiveStart(PlacementProblem problem, ConstraintWeights weights) {
        this.problem = problem;
        this.weights = weights;
        this.opening = weights.of(SoftConstraint.NODE_IN_USE);
        this.costing = weights.of(SoftConstraint.NODE_COST);
        this.consolidating = opening > 0;
        this.required = lists(problem.pods().size());
        this.preferred = lists(problem.pods().size());
        this.memberOf = lists(problem.pods().size());
        this.consumers = lists(problem.providers().size());
        problem.required().forEach(link -> {
            required.get(link.consumer()).add(link.provider());
            consumers.get(link.provider().id()).add(link.consumer());
        });
        problem.preferred().forEach(link -> preferred.get(link.consumer()).add(link));
        problem.providers().forEach(provider -> provider.pending()
                .forEach(member -> memberOf.get(member).add(provider)));
    }

    private static <T> List<List<T>> lists(int size) {
        List<List<T>> lists = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            lists.add(new ArrayList<>(1));
        }
        return lists;
    }

    /**
     * The node of each Pod by index, null where it stays unplaced.
     *
     * @param placed Pods that have a node already, by index, and keep it
     */
    List<@Nullable NodeSlot> place(Map<Integer, NodeSlot> placed) {
        List<Integer> order = new ArrayList<>(problem.pods().stream()
                .filter(pod -> !pod.candidates().nodes().isEmpty() && !placed.containsKey(pod.index()))
                .sorted(Comparator.comparingInt(PendingPod::priority)
                        .reversed()
                        .thenComparingLong(PendingPod::order)
                        .thenComparingInt(PendingPod::index))
                .map(PendingPod::index)
                .toList());
        int rounds = order.size() > MANY_PODS ? 2 : MAX_ROUNDS;
        Attempt attempt = new Attempt(placed, order, false);
        Attempt best = attempt;
        Set<Set<Integer>> seen = new HashSet<>();
        for (int round = 1; round < rounds && seen.add(attempt.failed) && !best.failed.isEmpty(); round++) {
            Set<Integer> first = attempt.failed;
            order.sort(Comparator.comparing(pod -> !first.contains(pod)));
            attempt = new Attempt(placed, order, true);
            best = attempt.unplacedWeight() < best.unplacedWeight() ? attempt : best;
        }
        return best.nodeOf;
    }

    /** One pass over the Pods in an order. */
    private final class Attempt {
        private final List<@Nullable NodeSlot> nodeOf =
                new ArrayList<>(Collections.nCopies(problem.pods().size(), null));
        private final CapacityTree capacity =
                new CapacityTree(problem.nodes(), problem.resources().size());
        private final @Nullable BitSet[] hosted =
                new @Nullable BitSet[problem.providers().size()];
        private final int[] firstUnplacedMember = new int[problem.providers().size()];
        private final int[] firstUnplacedConsumer = new int[problem.providers().size()];
        private final Set<Integer> failed = new LinkedHashSet<>();

        /** When the group of each root found no node, counted in placed providers: until another is, it won't. */
        private final Map<Integer, Integer> refused = new HashMap<>();

        private int providersPlaced;
        private final BitSet inUse = new BitSet();
        private final boolean tight;

        Attempt(Map<Integer, NodeSlot> placed, List<Integer> order, boolean tight) {
            this.tight = tight;
            problem.nodes().forEach(node -> inUse.set(node.index(), !node.vacant()));
            placed.forEach((pod, node) -> put(List.of(pod), node));
            for (int pod : order) {
                if (nodeOf.get(pod) == null) {
                    placeWithConsumers(pod);
                }
            }
            for (int pod : order) {
                if (nodeOf.get(pod) == null) {
                    failed.add(pod);
                }
            }
        }

        long unplacedWeight() {
            return failed.stream()
                    .mapToLong(pod -> problem.pods().get(pod).unplacedWeight())
                    .sum();
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
            for (int i = chain.size() - 1; i >= 0 && nodeOf.get(pod) == null; i--) {
                // One further up may have taken it along, to a node where pod isn't needed.
                if (nodeOf.get(chain.get(i)) == null) {
                    placeGroup(chain.get(i));
                }
            }
        }

        /** The first unplaced Pod of at least its priority that requires {@code pod}; -1 if there is none. */
        private int unplacedConsumer(int pod) {
            int priority = problem.pods().get(pod).priority();
            for (ProviderSet provider : memberOf.get(pod)) {
                List<Integer> all = consumers.get(provider.id());
                for (int i = skipPlaced(all, provider.id(), firstUnplacedConsumer); i < all.size(); i++) {
                    PendingPod facts = problem.pods().get(all.get(i));
                    if (nodeOf.get(facts.index()) == null
                            && !facts.candidates().nodes().isEmpty()
                            && facts.priority() >= priority) {
                        return facts.index();
                    }
                }
            }
            return -1;
        }

        /** Where the first unplaced one is in {@code pods}: it only moves on, since placed Pods stay. */
        private int skipPlaced(List<Integer> pods, int id, int[] positions) {
            int at = positions[id];
            while (at < pods.size() && nodeOf.get(pods.get(at)) != null) {
                at++;
            }
            positions[id] = at;
            return at;
        }

        private void placeGroup(int root) {
            if (refused.getOrDefault(root, -1) == providersPlaced) {
                return;
            }
            PendingPod facts = problem.pods().get(root);
            BitSet candidates = facts.candidates().indices();
            Demand whole = wholeDemand(root);
            Best best = new Best();
            boolean found = false;
            if (consolidating) {
                BitSet open = (BitSet) candidates.clone();
                open.and(inUse);
                found = new NodeSearch(
                                capacity, problem.nodes(), 0, problem.pods().size())
                        .visitFirst(open, whole, node -> consider(root, node, best));
            }
            if (!found) {
                int start = consolidating
                        ? 0
                        : NodeSearch.spread(root, problem.nodes().size());
                new NodeSearch(capacity, problem.nodes(), start, problem.pods().size())
                        .visit(candidates, hosts(root), facts.demand(), whole, node -> consider(root, node, best));
            }
            NodeSlot node = best.node;
            if (node != null) {
                put(best.group, node);
            } else {
                refused.put(root, providersPlaced);
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

        /** The nodes that host a provider of {@code root} already. */
        private BitSet hosts(int root) {
            BitSet hosts = new BitSet();
            required.get(root).forEach(provider -> addHosts(provider, hosts));
            preferred.get(root).forEach(link -> addHosts(link.provider(), hosts));
            return hosts;
        }

        private void addHosts(ProviderSet provider, BitSet hosts) {
            hosts.or(provider.boundNodes());
            @Nullable BitSet placed = hosted[provider.id()];
            if (placed != null) {
                hosts.or(placed);
            }
        }

        /**
         * What {@code root} takes with one Pod of each provider, transitively: what its group takes on an empty node. Added
         * up no further than to more than any node has left.
         */
        private Demand wholeDemand(int root) {
            long[] sum = new long[problem.resources().size()];
            Set<Integer> group = new LinkedHashSet<>();
            Set<Integer> covered = new HashSet<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty() && capacity.mayFit(sum)) {
                int pod = open.remove();
                if (!group.add(pod)) {
                    continue;
                }
                problem.pods().get(pod).demand().addTo(sum);
                memberOf.get(pod).forEach(provider -> covered.add(provider.id()));
                for (ProviderSet provider : required.get(pod)) {
                    int first = skipPlaced(provider.pending(), provider.id(), firstUnplacedMember);
                    if (!covered.contains(provider.id())
                            && first < provider.pending().size()) {
                        open.add(provider.pending().get(first));
                    }
                }
            }
            return new Demand(sum);
        }

        /** {@code root} and the providers that {@code node} lacks for it, transitively; empty if they don't fit. */
        private List<Integer> group(int root, NodeSlot node) {
            long[] left = capacity.left(node.index());
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
                memberOf.get(pod).forEach(provider -> covered.add(provider.id()));
                for (ProviderSet provider : required.get(pod)) {
                    if (hosts(node, provider) || covered.contains(provider.id())) {
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
            List<Integer> members = provider.pending();
            for (int i = skipPlaced(members, provider.id(), firstUnplacedMember); i < members.size(); i++) {
                int member = members.get(i);
                if (nodeOf.get(member) == null
                        && problem.pods().get(member).candidates().contains(node)) {
                    return member;
                }
            }
            return -1;
        }

        private boolean hosts(NodeSlot node, ProviderSet provider) {
            @Nullable BitSet nodes = hosted[provider.id()];
            return provider.boundOn(node) || (nodes != null && nodes.get(node.index()));
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
            long[] before = capacity.left(node.index());
            long[] left = before.clone();
            long soft = 0;
            for (int pod : group) {
                PendingPod facts = problem.pods().get(pod);
                facts.demand().takeFrom(left);
                soft += facts.costOn(node, weights);
                for (Link.Preferred link : preferred.get(pod)) {
                    boolean there = hosts(node, link.provider())
                            || link.provider().pending().stream().anyMatch(group::contains);
                    soft += there ? 0 : weights.of(SoftConstraint.PREFERRED_LINK) * link.traffic();
                }
            }
            soft += !inUse.get(node.index()) ? opening + costing * node.cost() : 0;
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

        private void put(List<Integer> group, NodeSlot node) {
            inUse.set(node.index());
            for (int pod : group) {
                nodeOf.set(pod, node);
                capacity.take(node.index(), problem.pods().get(pod).demand());
                providersPlaced += memberOf.get(pod).isEmpty() ? 0 : 1;
                for (ProviderSet provider : memberOf.get(pod)) {
                    @Nullable BitSet nodes = hosted[provider.id()];
                    if (nodes == null) {
                        nodes = new BitSet();
                        hosted[provider.id()] = nodes;
                    }
                    nodes.set(node.index());
                }
            }
        }
    }

    /** The best node so far for a group. */
    private static final class Best {
        private long cost = Long.MAX_VALUE;
        private List<Integer> group = List.of();
        private @Nullable NodeSlot node;
    }
}
