package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Second command of Timefold's first phase, for Pods that found no node: others make room for them. A small problem is
 * searched whole, so that no Pod stays out that could be placed; in a larger one the Pods of one node at a time go
 * elsewhere. Does nothing where all are placed.
 */
public final class UnplacedPhase implements PhaseCommand<PlacementSolution> {
    /** With more Pods than this the start is left as it is. */
    private static final int MANY_PODS = 1000;

    /** Up to so many candidates of all Pods together the whole problem is searched. */
    private static final int FEW_CANDIDATES = 64;

    /** So many Pods at once are placed anew in a larger one, for so many of the nodes that are closest to having room. */
    private static final int MAX_TOGETHER = 24;

    private static final int MAX_NODES = 16;

    /** How many times a Pod is tried on a node, for one node and in all. */
    private static final int STEPS_FOR_A_NODE = 4_000;

    private static final int MAX_STEPS = 200_000;

    /** For Timefold. */
    public UnplacedPhase() {}

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        List<PodPlacement> unplaced = solution.getPods().stream()
                .filter(pod -> pod.getNode() == null)
                .sorted(Comparator.comparingInt((PodPlacement pod) -> pod.pod().priority())
                        .reversed()
                        .thenComparingLong(pod -> pod.pod().order())
                        .thenComparingInt(PodPlacement::getIndex))
                .toList();
        if (unplaced.isEmpty() || solution.getPods().size() > MANY_PODS) {
            return;
        }
        Repair repair = new Repair(solution);
        if (repair.run(unplaced)) {
            context.executeAndCalculateScore(repair.move());
        }
    }

    private static final class Repair {
        private final PlacementSolution solution;
        private final PlacementProblem problem;
        private final PodLinks links;
        private final BranchAndBound search;

        Repair(PlacementSolution solution) {
            this.solution = solution;
            this.problem = solution.problem();
            this.links = new PodLinks(problem);
            List<@Nullable NodeSlot> nodeOf =
                    new ArrayList<>(Collections.nCopies(problem.pods().size(), null));
            solution.getPods().forEach(pod -> nodeOf.set(pod.getIndex(), pod.getNode()));
            this.search = new BranchAndBound(problem, links, nodeOf, MAX_STEPS);
        }

        /** Whether anything was improved. */
        boolean run(List<PodPlacement> unplaced) {
            List<PodPlacement> pods = solution.getPods();
            if (pods.stream().mapToInt(pod -> pod.getCandidates().size()).sum() <= FEW_CANDIDATES) {
                Set<Integer> all = new LinkedHashSet<>();
                pods.forEach(pod -> all.add(pod.getIndex()));
                return search.improve(all, Map.of(), MAX_STEPS);
            }
            boolean improved = false;
            for (PodPlacement pod : unplaced) {
                if (search.nodeOf(pod.getIndex()) == null && !search.exhausted()) {
                    improved |= makeRoom(pod.pod());
                }
            }
            return improved;
        }

        AssignMove move() {
            List<Assignment> assignments = new ArrayList<>();
            for (PodPlacement pod : solution.getPods()) {
                @Nullable NodeSlot node = search.nodeOf(pod.getIndex());
                if (node != pod.getNode()) {
                    assignments.add(new Assignment(pod, node));
                }
            }
            return new AssignMove(assignments);
        }

        /** Whether a node was found whose Pods, or some of them, go elsewhere for {@code pod} and the providers it needs. */
        private boolean makeRoom(PendingPod pod) {
            Map<Integer, List<Integer>> podsOn = new HashMap<>();
            for (PodPlacement other : solution.getPods()) {
                @Nullable NodeSlot node = search.nodeOf(other.getIndex());
                if (node != null) {
                    podsOn.computeIfAbsent(node.index(), n -> new ArrayList<>()).add(other.getIndex());
                }
            }
            return pod.candidates().nodes().stream()
                    .filter(node -> podsOn.containsKey(node.index()))
                    .sorted(Comparator.comparingDouble((NodeSlot node) -> search.lacking(node, pod.demand()))
                            .thenComparingInt(NodeSlot::index))
                    .limit(MAX_NODES)
                    .anyMatch(node -> makeRoom(pod, node, podsOn.getOrDefault(node.index(), List.of())));
        }

        private boolean makeRoom(PendingPod pod, NodeSlot node, List<Integer> there) {
            Map<Integer, NodeSlot> coming = new HashMap<>();
            group(pod.index(), node, coming);
            if (coming.size() + there.size() > MAX_TOGETHER) {
                return false;
            }
            Set<Integer> together = new LinkedHashSet<>(coming.keySet());
            together.addAll(there);
            return search.improve(together, coming, STEPS_FOR_A_NODE);
        }

        /** Adds {@code pod} and an unplaced one of each provider that it needs, transitively. */
        private void group(int pod, NodeSlot node, Map<Integer, NodeSlot> group) {
            if (group.size() > MAX_TOGETHER || group.put(pod, node) != null) {
                return;
            }
            for (ProviderSet provider : links.required(pod)) {
                provider.pending().stream()
                        .filter(member -> search.nodeOf(member) == null
                                && problem.pods().get(member).candidates().contains(node))
                        .findFirst()
                        .ifPresent(member -> group(member, node, group));
            }
        }
    }
}
