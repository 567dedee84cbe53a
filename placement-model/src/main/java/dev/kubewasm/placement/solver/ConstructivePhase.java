package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first phase of Timefold: puts the {@link ConstructiveStart} into the working solution, in one move. */
public final class ConstructivePhase implements PhaseCommand<PlacementSolution> {
    /** For Timefold. */
    public ConstructivePhase() {}

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        List<@Nullable NodeSlot> start = new ConstructiveStart(solution.problem()).place();
        List<Assignment> assignments = new ArrayList<>();
        for (PodPlacement pod : solution.pods()) {
            @Nullable NodeSlot node = start.get(pod.index());
            if (node != null) {
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
