package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first phase of Timefold and the last: places what is unplaced by {@link ConstructiveStart}, in one move. After
 * local search it makes sure that nothing is left out that fits as things stand.
 */
public final class ConstructivePhase implements PhaseCommand<PlacementSolution> {
    /** For Timefold. */
    public ConstructivePhase() {}

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        Map<Integer, NodeSlot> placed = new HashMap<>();
        for (PodPlacement pod : solution.getPods()) {
            @Nullable NodeSlot node = pod.getNode();
            if (node != null) {
                placed.put(pod.getIndex(), node);
            }
        }
        List<@Nullable NodeSlot> start = new ConstructiveStart(solution.problem(), solution.weighing()).place(placed);
        List<Assignment> assignments = new ArrayList<>();
        for (PodPlacement pod : solution.getPods()) {
            @Nullable NodeSlot node = start.get(pod.getIndex());
            if (node != null && pod.getNode() == null) {
                assignments.add(new Assignment(pod, node));
            }
        }
        if (!assignments.isEmpty()) {
            HardMediumSoftScore score = context.executeAndCalculateScore(new AssignMove(assignments));
            if (!score.isFeasible()) {
                throw new IllegalStateException("the constructive start breaks hard constraints: " + score);
            }
        }
    }
}
