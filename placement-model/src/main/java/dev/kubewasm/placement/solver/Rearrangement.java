package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes over placements that were worked out in plain arrays, in one move each, where Timefold's score agrees that they are better. */
final class Rearrangement {
    private final PhaseCommandContext<PlacementSolution> context;
    private HardMediumSoftScore score;

    Rearrangement(PhaseCommandContext<PlacementSolution> context) {
        this.context = context;
        this.score = context.executeAndCalculateScore(new AssignMove(List.of()));
    }

    /** The score of the working solution. */
    HardMediumSoftScore score() {
        return score;
    }

    /** Puts Pods of the working solution on other nodes; if that is no better they go back, and the answer is no. */
    boolean take(Map<PodPlacement, NodeSlot> placement) {
        List<Assignment> forth = new ArrayList<>();
        List<Assignment> back = new ArrayList<>();
        placement.forEach((pod, node) -> {
            if (pod.getNode() != node) {
                forth.add(new Assignment(pod, node));
                back.add(new Assignment(pod, pod.getNode()));
            }
        });
        if (forth.isEmpty()) {
            return false;
        }
        HardMediumSoftScore after = context.executeAndCalculateScore(new AssignMove(forth));
        if (after.compareTo(score) > 0) {
            score = after;
            return true;
        }
        context.execute(new AssignMove(back));
        return false;
    }
}
