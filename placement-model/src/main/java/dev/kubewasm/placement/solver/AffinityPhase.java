package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.api.solver.phase.PhaseCommandContext;
import dev.kubewasm.placement.affinity.solver.AffinitySearch;
import java.time.Duration;

/**
 * Command of Timefold's first phase for whole clusters with traffic that is stated: Pods that are alike are spread over nodes as
 * {@link AffinitySearch} finds that they gain most affinity, beginning with where they are. It knows capacity and candidates; Pods that
 * take part in required links stay where they are. All other constraints have their say afterwards: the placement is taken over where
 * its score as a whole is better. Deterministic for a seed and a number of moves.
 */
public final class AffinityPhase implements PhaseCommand<PlacementSolution> {
    private final long seed;
    private final long moves;
    private final Duration time;

    /**
     * A phase with a search of its own.
     *
     * @param seed of the search
     * @param moves that the search evaluates at most
     * @param time that the search may take; reaching it makes the result depend on the machine
     */
    public AffinityPhase(long seed, long moves, Duration time) {
        this.seed = seed;
        this.moves = moves;
        this.time = time;
    }

    /** Whether there is something to do in {@code solution}: of few Pods each is looked at in earnest elsewhere. */
    static boolean concerns(PlacementSolution solution) {
        return solution.getPods().size() > GroupDescent.MANY_PODS
                && solution.problem().minds(SoftConstraint.GAINED_AFFINITY)
                && solution.weighing().of(SoftConstraint.GAINED_AFFINITY) > 0;
    }

    @Override
    public void changeWorkingSolution(PhaseCommandContext<PlacementSolution> context) {
        PlacementSolution solution = context.getWorkingSolution();
        if (!concerns(solution)) {
            return;
        }
        AlikePods pods = AlikePods.of(solution);
        AffinitySearch.search(
                        pods.problem(),
                        pods.counts(),
                        new AffinitySearch.Settings(
                                seed,
                                1,
                                time,
                                moves,
                                solution.problem().nodes().size(),
                                false,
                                pods.staying(),
                                System::nanoTime))
                .ifPresent(counts -> new Rearrangement(context).take(pods.placement(counts)));
    }
}
