package dev.kubewasm.placement.affinity.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.phase.PhaseConfig;
import ai.timefold.solver.core.config.phase.custom.CustomPhaseConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Timefold's solver with one phase: either a constructive one, or local search by simulated annealing. */
final class Timefold {
    private Timefold() {}

    /** Runs a constructive step. */
    static AffinitySolution construct(AffinitySolution start, Constructive.Step step) {
        return solver(0, new CustomPhaseConfig().withCustomPhaseCommandList(List.of(new Constructive(step))))
                .solve(start);
    }

    /**
     * Anneals: the temperature, in units of the soft score, sinks linearly to zero as moves or time run out.
     *
     * @param moves how many moves are evaluated at most
     * @param time how long at most
     */
    static AffinitySolution anneal(AffinitySolution start, long seed, double temperature, long moves, Duration time) {
        TerminationConfig limits = new TerminationConfig()
                .withMoveCountLimit(moves)
                .withMillisecondsSpentLimit(Math.max(1, time.toMillis()));
        return solver(seed, annealing(temperature, limits)).solve(start);
    }

    /** The same, but the temperature doesn't depend on the clock; {@code cap} breaks it off. */
    static AffinitySolution annealInMoves(
            AffinitySolution start, long seed, double temperature, long moves, Duration cap) {
        Solver<AffinitySolution> solver =
                solver(seed, annealing(temperature, new TerminationConfig().withMoveCountLimit(moves)));
        // The timer keeps what it is given until it is due, even if cancelled: a reference that is let go, not the
        // solver.
        AtomicReference<@Nullable Solver<AffinitySolution>> running = new AtomicReference<>(solver);
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    Solver<AffinitySolution> due = running.get();
                    if (due != null) {
                        due.terminateEarly();
                    }
                },
                CompletableFuture.delayedExecutor(cap.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return solver.solve(start);
        } finally {
            running.set(null);
            end.cancel(false);
        }
    }

    private static LocalSearchPhaseConfig annealing(double temperature, TerminationConfig limits) {
        return new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(Exchanges.class))
                .withAcceptorConfig(new LocalSearchAcceptorConfig()
                        .withSimulatedAnnealingStartingTemperature(
                                HardMediumSoftScore.of(0, 0, Math.max(1, Math.round(temperature)))
                                        .toString()))
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1))
                .withTerminationConfig(limits);
    }

    /** The score of a solution that came from here. */
    static HardMediumSoftScore score(AffinitySolution solved) {
        return Objects.requireNonNull(solved.getScore(), "a solution without its score");
    }

    private static Solver<AffinitySolution> solver(long seed, PhaseConfig<?> phase) {
        SolverConfig config = new SolverConfig()
                .withSolutionClass(AffinitySolution.class)
                .withEntityClasses(ServiceSpread.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(AffinityScore.class))
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(seed)
                .withPhases(phase);
        return SolverFactory.<AffinitySolution>create(config).buildSolver();
    }
}
