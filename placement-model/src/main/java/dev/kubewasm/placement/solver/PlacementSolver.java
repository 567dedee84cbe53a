package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.api.solver.phase.PhaseCommand;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.phase.PhaseConfig;
import ai.timefold.solver.core.config.phase.custom.CustomPhaseConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Solves placement problems with Timefold, configured in code alone. */
public final class PlacementSolver {
    private static final int LATE_ACCEPTANCE = 50;
    private static final long MOVES_PER_STEP = 20;
    private static final long AFFINITY_MOVES_PER_STEP = 600;
    private static final int MIN_UNIMPROVED = 50;
    private static final int MAX_FACTORIES = 4;

    /**
     * A solution.
     *
     * @param nodes the node of each placed Pod, by index
     * @param score its score
     */
    public record Solved(Map<Integer, NodeSlot> nodes, HardMediumSoftScore score) {
        public Solved {
            nodes = java.util.Collections.unmodifiableMap(new TreeMap<>(nodes));
        }
    }

    /** Building one takes longer than solving a small problem; a scheduler has one for small batches and one for large. */
    private final SequencedMap<PlacementSettings, SolverFactory<PlacementSolution>> factories = new LinkedHashMap<>();

    /** A solver; it may be shared by threads. */
    public PlacementSolver() {}

    /** The best placement found. A problem none of whose Pods has a candidate needs no search. */
    public Solved solve(PlacementProblem problem, PlacementSettings settings) {
        return solve(problem, settings, _ -> {});
    }

    /**
     * The same.
     *
     * @param improved hears of each placement that is better than all before it, on this thread
     */
    public Solved solve(PlacementProblem problem, PlacementSettings settings, Consumer<HardMediumSoftScore> improved) {
        PlacementSolution unsolved = new PlacementSolution(problem, settings.weights());
        PlacementSolution solved = unsolved.getPods().isEmpty() ? unsolved : search(unsolved, settings, improved);
        HardMediumSoftScore found = solved.getScore();
        if (found == null) {
            found = scoreOfNothing(solved, settings);
        }
        if (!found.isFeasible()) {
            throw new IllegalStateException("the solver returned an infeasible placement: " + found);
        }
        return new Solved(nodes(solved), found.subtract(HardMediumSoftScore.ofMedium(withoutCandidates(problem))));
    }

    private PlacementSolution search(
            PlacementSolution unsolved, PlacementSettings settings, Consumer<HardMediumSoftScore> improved) {
        Solver<PlacementSolution> solver = factory(settings).buildSolver();
        solver.addEventListener(event -> improved.accept((HardMediumSoftScore) event.getNewBestScore()));
        return solver.solve(unsolved);
    }

    private static Map<Integer, NodeSlot> nodes(PlacementSolution solution) {
        Map<Integer, NodeSlot> nodes = new TreeMap<>();
        for (PodPlacement pod : solution.getPods()) {
            NodeSlot node = pod.getNode();
            if (node != null) {
                nodes.put(pod.getIndex(), node);
            }
        }
        return nodes;
    }

    /**
     * A better placement of Pods that are bound.
     *
     * @param solved where each is to be
     * @param worth of the Pods whose move pays, what the soft score would lose if it alone stayed, by index; none of them
     *     if time was up
     */
    public record Improved(Solved solved, Map<Integer, Long> worth) {
        public Improved {
            worth = Map.copyOf(worth);
        }
    }

    /**
     * The best placement found for Pods that are bound, beginning with that. It may be infeasible if that is; a Pod stays
     * unplaced in neither.
     *
     * @param problem all of whose Pods have homes
     */
    public Improved improve(PlacementProblem problem, PlacementSettings settings) {
        PlacementSolution start = new PlacementSolution(problem, settings.weights());
        start.getPods().forEach(pod -> pod.setNode(pod.pod().home().orElseThrow()));
        ReturnPhase returning = new ReturnPhase();
        List<PhaseConfig<?>> phases = new ArrayList<>();
        if (AffinityPhase.concerns(start)) {
            phases.add(new CustomPhaseConfig().withCustomPhaseCommandList(List.of(affinity(settings))));
        }
        phases.add(localSearch(settings));
        phases.add(new CustomPhaseConfig().withCustomPhaseCommandList(List.of(returning)));
        SolverConfig config = withoutPhases(settings)
                .withPhases(phases.toArray(PhaseConfig<?>[]::new))
                .withTerminationConfig(new TerminationConfig().withSpentLimit(settings.timeLimit()));
        PlacementSolution solved =
                SolverFactory.<PlacementSolution>create(config).buildSolver().solve(start);
        return new Improved(new Solved(nodes(solved), Objects.requireNonNull(solved.getScore())), returning.worth());
    }

    /** What is lacking where no Pod can be placed. */
    private HardMediumSoftScore scoreOfNothing(PlacementSolution solution, PlacementSettings settings) {
        PlacementProblem problem = solution.problem();
        if (!problem.minds(SoftConstraint.GAINED_AFFINITY) && !problem.minds(SoftConstraint.STRANDED_CONSUMER)) {
            return HardMediumSoftScore.ZERO;
        }
        SolutionManager<PlacementSolution, HardMediumSoftScore> manager = SolutionManager.create(factory(settings));
        return Objects.requireNonNull(manager.update(solution));
    }

    /** The Pods that the solver doesn't see stay unplaced too. */
    private static long withoutCandidates(PlacementProblem problem) {
        return problem.pods().stream()
                .filter(pod -> pod.candidates().nodes().isEmpty())
                .mapToLong(PendingPod::unplacedWeight)
                .sum();
    }

    /** The factories of the last settings are kept. */
    private SolverFactory<PlacementSolution> factory(PlacementSettings settings) {
        synchronized (factories) {
            if (!factories.containsKey(settings) && factories.size() == MAX_FACTORIES) {
                factories.pollFirstEntry();
            }
            return factories.computeIfAbsent(settings, s -> SolverFactory.create(config(s)));
        }
    }

    static SolverConfig config(PlacementSettings settings) {
        List<PhaseCommand<?>> first = new ArrayList<>(
                List.of(new ConstructivePhase(), new UnplacedPhase(), new GroupDescent(settings.seed())));
        if (settings.stepLimit() > 0) {
            first.add(affinity(settings));
        }
        List<PhaseConfig<?>> phases = new ArrayList<>();
        phases.add(new CustomPhaseConfig().withCustomPhaseCommandList(first));
        if (settings.stepLimit() > 0) {
            phases.add(localSearch(settings));
            phases.add(new CustomPhaseConfig().withCustomPhaseCommandList(List.of(new ConstructivePhase())));
        }
        return withoutPhases(settings)
                .withPhases(phases.toArray(PhaseConfig<?>[]::new))
                .withTerminationConfig(new TerminationConfig().withSpentLimit(settings.timeLimit()));
    }

    private static AffinityPhase affinity(PlacementSettings settings) {
        return new AffinityPhase(
                settings.seed(),
                settings.stepLimit() * AFFINITY_MOVES_PER_STEP,
                settings.timeLimit().dividedBy(2));
    }

    private static LocalSearchPhaseConfig localSearch(PlacementSettings settings) {
        return new LocalSearchPhaseConfig()
                .withMoveSelectorConfig(
                        new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(PlacementMoves.class))
                .withAcceptorConfig(new LocalSearchAcceptorConfig().withLateAcceptanceSize(LATE_ACCEPTANCE))
                .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1))
                // A step looks for a move that is accepted; at a local optimum there may be none, so moves are
                // limited as well as steps.
                .withTerminationConfig(new TerminationConfig()
                        .withBestScoreLimit(HardMediumSoftScore.ZERO.toString())
                        .withStepCountLimit(settings.stepLimit())
                        .withUnimprovedStepCountLimit(Math.max(MIN_UNIMPROVED, settings.stepLimit() / 5))
                        .withMoveCountLimit(settings.stepLimit() * MOVES_PER_STEP));
    }

    static SolverConfig withoutPhases(PlacementSettings settings) {
        return new SolverConfig()
                .withSolutionClass(PlacementSolution.class)
                .withEntityClasses(PodPlacement.class)
                .withConstraintProviderClass(PlacementConstraints.class)
                .withRandomSeed(settings.seed())
                // Asserting would build the whole session again after each phase; the auditor checks every result.
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT);
    }
}
