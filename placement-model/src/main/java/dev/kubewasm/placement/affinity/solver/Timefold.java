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
import ai.timefold.solver.core.config.solver.monitoring.MonitoringConfig;
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
        CustomPhaseConfig phase = new CustomPhaseConfig().withCustomPhaseCommandList(List.of(new Constructive(step)));
        return solver(0, phase, false).solve(start);
    }

    /**
     * How to anneal.
     *
     * @param temperature what sinks linearly to zero as moves or time run out, by level of the score
     * @param moves how many moves are evaluated at most
     * @param time how long at most
     * @param byMoves whether the temperature follows the moves alone: then the clock only breaks it off
     * @param untilComplete whether it ends with the first solution in which everything runs
     */
    record Annealing(
            HardMediumSoftScore temperature, long moves, Duration time, boolean byMoves, boolean untilComplete) {}

    /** Anneals. */
    static AffinitySolution anneal(AffinitySolution start, long seed, Annealing annealing) {
        TerminationConfig limits = new TerminationConfig().withMoveCountLimit(annealing.moves());
        if (!annealing.byMoves()) {
            limits.setMillisecondsSpentLimit(Math.max(1, annealing.time().toMillis()));
        }
        Solver<AffinitySolution> solver =
                solver(seed, annealing(annealing.temperature(), limits), annealing.untilComplete());
        return annealing.byMoves() ? solveWithin(annealing.time(), solver, start) : solver.solve(start);
    }

    private static AffinitySolution solveWithin(Duration cap, Solver<AffinitySolution> solver, AffinitySolution start) {
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

    private static LocalSearchPhaseConfig annealing(HardMediumSoftScore temperature, TerminationConfig limits) {
        return new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(Exchanges.class))
                .withAcceptorConfig(new LocalSearchAcceptorConfig()
                        .withSimulatedAnnealingStartingTemperature(temperature.toString()))
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1))
                .withTerminationConfig(limits);
    }

    /** The score of a solution that came from here. */
    static HardMediumSoftScore score(AffinitySolution solved) {
        return Objects.requireNonNull(solved.getScore(), "a solution without its score");
    }

    private static Solver<AffinitySolution> solver(long seed, PhaseConfig<?> phase, boolean untilComplete) {
        SolverConfig config = new SolverConfig()
                .withSolutionClass(AffinitySolution.class)
                .withEntityClasses(ServiceSpread.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(AffinityScore.class))
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                // Several solvers at once, some of them within another, would register the same metrics.
                .withMonitoringConfig(new MonitoringConfig().withSolverMetricList(List.of()))
                .withRandomSeed(seed)
                .withPhases(phase);
        if (untilComplete) {
            config.setTerminationConfig(
                    new TerminationConfig().withBestScoreLimit(HardMediumSoftScore.ZERO.toString()));
        }
        return SolverFactory.<AffinitySolution>create(config).buildSolver();
    }
}
