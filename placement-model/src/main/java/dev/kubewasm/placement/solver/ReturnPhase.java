package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.solver.AssignMove.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last phase of Timefold in a rebalancing: Pods whose move doesn't pay by itself go home. */
public final class ReturnPhase implements PhaseCommand<PlacementSolution> {
    private final Map<Integer, Long> worth = new HashMap<>();

    /** For Timefold. */
    public ReturnPhase() {}

    /** What the soft score would lose if each moved Pod alone went home, by index. */
    Map<Integer, Long> worth() {
        return Map.copyOf(worth);
    }

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        boolean again = true;
        while (again) {
            again = false;
            for (PodPlacement pod : context.getWorkingSolution().getPods()) {
                Optional<NodeSlot> home = pod.pod().home().filter(node -> node != pod.getNode());
                if (home.isPresent() && pays(context, pod, home.get())) {
                    context.executeAndCalculateScore(to(pod, home.get()));
                    worth.remove(pod.getIndex());
                    again = true;
                }
            }
        }
    }

    private boolean pays(PhaseCommandContext<PlacementSolution> context, PodPlacement pod, NodeSlot home) {
        HardMediumSoftScore away = context.executeTemporarilyAndCalculateScore(to(pod, pod.placedOn()));
        HardMediumSoftScore atHome = context.executeTemporarilyAndCalculateScore(to(pod, home));
        worth.put(pod.getIndex(), away.softScore() - atHome.softScore());
        return atHome.compareTo(away) >= 0;
    }

    private static AssignMove to(PodPlacement pod, NodeSlot node) {
        return new AssignMove(List.of(new Assignment(pod, node)));
    }
}
