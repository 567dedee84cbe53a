package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import ai.timefold.solver.core.config.phase.custom.CustomPhaseConfig;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the next best node of a placed Pod, by moving it there and back. */
public final class NodeComparison {
    private NodeComparison() {}

    /**
     * The node that {@code pod} would be best on if it weren't on its own; absent if no other is feasible.
     *
     * @param placement where the Pods of the problem are
     */
    public static Optional<NodeName> runnerUp(
            PlacementProblem problem, ConstraintWeights weights, Map<PodKey, NodeName> placement, PodKey pod) {
        PlacementSolution solution = new PlacementSolution(problem, weights);
        for (PodPlacement entity : solution.getPods()) {
            NodeName node = placement.get(entity.pod().key());
            entity.getCandidates().stream()
                    .filter(candidate -> candidate.name().equals(node))
                    .forEach(entity::setNode);
        }
        Moving moving = new Moving(pod);
        SolverFactory.<PlacementSolution>create(PlacementSolver.withoutPhases(PlacementSettings.DEFAULT)
                        .withPhases(new CustomPhaseConfig().withCustomPhaseCommandList(List.of(moving))))
                .buildSolver()
                .solve(solution);
        return moving.best.map(NodeSlot::name);
    }

    /** Tries each candidate of a Pod, and changes nothing. */
    private static final class Moving implements PhaseCommand<PlacementSolution> {
        private final PodKey pod;
        private Optional<NodeSlot> best = Optional.empty();
        private HardMediumSoftScore bestScore = HardMediumSoftScore.ZERO;

        Moving(PodKey pod) {
            this.pod = pod;
        }

        @Override
        public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
            PodPlacement entity = context.getWorkingSolution().getPods().stream()
                    .filter(candidate -> candidate.pod().key().equals(pod))
                    .findFirst()
                    .orElseThrow();
            for (NodeSlot node : entity.getCandidates()) {
                if (node != entity.getNode()) {
                    HardMediumSoftScore score = context.executeTemporarilyAndCalculateScore(
                            new AssignMove(List.of(new AssignMove.Assignment(entity, node))));
                    if (score.isFeasible() && (best.isEmpty() || score.compareTo(bestScore) > 0)) {
                        best = Optional.of(node);
                        bestScore = score;
                    }
                }
            }
        }
    }
}
