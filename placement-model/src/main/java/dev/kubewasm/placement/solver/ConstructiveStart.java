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
 * A first placement, always feasible: link groups go to one node whole or not at all, each to the node it fills best.
 * Where Pods stay unplaced, it starts over with these first, some times. Deterministic.
 */
final class ConstructiveStart {
    /** From so many feasible nodes on, a share of the cluster is enough to choose from, as in kube-scheduler. */
    private static final int ENOUGH_NODES = 100;

    private static final int ENOUGH_PERCENT = 5;
    private static final int MAX_ROUNDS = 16;
    private static final int MANY_PODS = 1000;
    private static final int MAX_CHAIN = 64;

    private final PlacementProblem problem;
    private final Map<Integer, List<ProviderSet>> required = new HashMap<>();
    private final Map<Integer, List<ProviderSet>> preferred = new HashMap<>();
    private final Map<Integer, List<Integer>> consumers = new HashMap<>();
    private final Map<Integer, List<ProviderSet>> memberOf = new HashMap<>();

    ConstructiveStart(PlacementProblem problem) {
        this.problem = problem;
        problem.required().forEach(link -> {
            required.computeIfAbsent(link.consumer(), c -> new ArrayList<>()).add(link.provider());
            consumers
                    .computeIfAbsent(link.provider().id(), p -> new ArrayList<>())
                    .add(link.consumer());
        });
        problem.preferred().forEach(link -> preferred
                .computeIfAbsent(link.consumer(), c -> new ArrayList<>())
                .add(link.provider()));
        problem.providers().forEach(provider -> provider.pending()
                .forEach(member ->
                        memberOf.computeIfAbsent(member, m -> new ArrayList<>()).add(provider)));
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
        Attempt attempt = new Attempt(placed, order);
        Attempt best = attempt;
        Set<Set<Integer>> seen = new HashSet<>();
        for (int round = 1; round < rounds && seen.add(attempt.failed) && !best.failed.isEmpty(); round++) {
            Set<Integer> first = attempt.failed;
            order.sort(Comparator.comparing(pod -> !first.contains(pod)));
            attempt = new Attempt(placed, order);
            best = attempt.unplacedWeight() < best.unplacedWeight() ? attempt : best;
        }
        return best.nodeOf;
    }

    /** One pass over the Pods in an order. */
    private final class Attempt {
        private final List<@Nullable NodeSlot> nodeOf =
                new ArrayList<>(Collections.nCopies(problem.pods().size(), null));
        private final Map<Integer, long[]> free = new HashMap<>();
        private final Map<Integer, BitSet> hosted = new HashMap<>();
        private final Set<Integer> failed = new LinkedHashSet<>();

        Attempt(Map<Integer, NodeSlot> placed, List<Integer> order) {
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
                placeGroup(chain.get(i));
            }
        }

        /** The first unplaced Pod of at least its priority that requires {@code pod}; -1 if there is none. */
        private int unplacedConsumer(int pod) {
            int priority = problem.pods().get(pod).priority();
            for (ProviderSet provider : memberOf.getOrDefault(pod, List.of())) {
                for (int consumer : consumers.getOrDefault(provider.id(), List.of())) {
                    PendingPod facts = problem.pods().get(consumer);
                    if (nodeOf.get(consumer) == null
                            && !facts.candidates().nodes().isEmpty()
                            && facts.priority() >= priority) {
                        return consumer;
                    }
                }
            }
            return -1;
        }

        private void placeGroup(int root) {
            List<NodeSlot> candidates = problem.pods().get(root).candidates().nodes();
            int enough = Math.max(ENOUGH_NODES, candidates.size() * ENOUGH_PERCENT / 100);
            int start = candidates.isEmpty() ? 0 : Math.floorMod(root * 31, candidates.size());
            List<Integer> bestGroup = List.of();
            NodeSlot bestNode = null;
            long bestCost = Long.MAX_VALUE;
            for (int i = 0, found = 0; i < candidates.size() && found < enough; i++) {
                // Small clusters are looked at whole and in order; in large ones each Pod starts elsewhere.
                int at = candidates.size() <= ENOUGH_NODES ? i : (start + i) % candidates.size();
                NodeSlot node = candidates.get(at);
                List<Integer> group = group(root, node);
                if (group.isEmpty()) {
                    continue;
                }
                found++;
                long cost = cost(group, node);
                if (cost < bestCost) {
                    bestCost = cost;
                    bestGroup = group;
                    bestNode = node;
                }
            }
            if (bestNode != null) {
                put(bestGroup, bestNode);
            }
        }

        /** {@code root} and the providers that {@code node} lacks for it, transitively; empty if they don't fit. */
        private List<Integer> group(int root, NodeSlot node) {
            long[] left = free(node).clone();
            Set<Integer> group = new LinkedHashSet<>();
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
                for (ProviderSet provider : required.getOrDefault(pod, List.of())) {
                    if (hosts(node, provider) || provider.pending().stream().anyMatch(group::contains)) {
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
            for (int member : provider.pending()) {
                if (nodeOf.get(member) == null
                        && problem.pods().get(member).candidates().contains(node)) {
                    return member;
                }
            }
            return -1;
        }

        private boolean hosts(NodeSlot node, ProviderSet provider) {
            BitSet nodes = hosted.get(provider.id());
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

        /** First few replicas, then preferences, then a tight fit. */
        private long cost(List<Integer> group, NodeSlot node) {
            long cost = 0;
            long[] left = free(node).clone();
            for (int pod : group) {
                PendingPod facts = problem.pods().get(pod);
                facts.demand().takeFrom(left);
                cost += 1_000_000_000L;
                cost += 1_000L * facts.preferences().unmetAffinity(node);
                cost += 30_000L * facts.preferences().discouragingTaints(node);
                for (ProviderSet provider : preferred.getOrDefault(pod, List.of())) {
                    cost += hosts(node, provider) || provider.pending().stream().anyMatch(group::contains)
                            ? 0
                            : 10_000_000L;
                }
            }
            double room = 0;
            for (int r = 0; r < left.length; r++) {
                room += (double) left[r] / Math.max(1, node.allocatable(r));
            }
            return cost + (long) (Math.clamp(room / left.length, 0, 1) * 1000);
        }

        private void put(List<Integer> group, NodeSlot node) {
            for (int pod : group) {
                nodeOf.set(pod, node);
                problem.pods().get(pod).demand().takeFrom(free(node));
                for (ProviderSet provider : memberOf.getOrDefault(pod, List.of())) {
                    hosted.computeIfAbsent(provider.id(), p -> new BitSet()).set(node.index());
                }
            }
        }

        private long[] free(NodeSlot node) {
            return free.computeIfAbsent(node.index(), n -> node.freeVector());
        }
    }
}
