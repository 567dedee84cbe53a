package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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

    private final PlacementProblem problem;
    private final PodLinks links;
    private final ConstraintWeights weights;

    ConstructiveStart(PlacementProblem problem, ConstraintWeights weights) {
        this.problem = problem;
        this.links = new PodLinks(problem);
        this.weights = weights;
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
        StartAttempt attempt = attempt(placed, order, false);
        StartAttempt best = attempt;
        Set<Set<Integer>> seen = new HashSet<>();
        for (int round = 1;
                round < rounds && seen.add(attempt.failed()) && !best.failed().isEmpty();
                round++) {
            Set<Integer> first = attempt.failed();
            order.sort(Comparator.comparing(pod -> !first.contains(pod)));
            attempt = attempt(placed, order, true);
            best = unplacedWeight(attempt) < unplacedWeight(best) ? attempt : best;
        }
        return best.nodes();
    }

    private StartAttempt attempt(Map<Integer, NodeSlot> placed, List<Integer> order, boolean tight) {
        StartState state = new StartState(problem, links);
        placed.forEach((pod, node) -> state.put(List.of(pod), node));
        StartAttempt attempt = new StartAttempt(state, problem, links, weights, tight);
        attempt.place(order);
        return attempt;
    }

    private long unplacedWeight(StartAttempt attempt) {
        return attempt.failed().stream()
                .mapToLong(pod -> problem.pods().get(pod).unplacedWeight())
                .sum();
    }
}
