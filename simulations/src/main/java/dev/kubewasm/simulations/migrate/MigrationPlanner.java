package dev.kubewasm.simulations.migrate;

import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.migrate.Migration.Candidate;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.OneShot;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans a migration step by step: next is the workload that saves most when it is a component too, found by placing all
 * Pods anew. Of many workloads the {@value #TRIED} most promising are tried in each step, by the requests that they save
 * and the traffic that they would have with what has been moved. The same input gives the same plan.
 */
public final class MigrationPlanner {
    private static final int TRIED = 8;

    private final Migration migration;
    private final Strategies strategy;
    private final PlacementSettings settings;
    private final Progress progress;
    private final MixedCluster cluster;
    private final Comparator<Standing> less;

    private MigrationPlanner(
            Situation situation,
            Migration migration,
            Strategies strategy,
            PlacementSettings settings,
            Progress progress) {
        this.migration = migration;
        this.strategy = strategy;
        this.settings = settings;
        this.progress = progress;
        this.cluster = new MixedCluster(situation, migration.candidates());
        Comparator<Standing> order = Comparator.comparingLong(Standing::pending);
        for (Saving saving : migration.by()) {
            order = order.thenComparingLong(saving::of);
        }
        this.less = order;
    }

    /**
     * The plan.
     *
     * @param situation its Pods as they are with everything moved, but for requests
     * @param strategy which places them
     * @param settings of the strategy
     * @param progress hears of each placement
     */
    public static MigrationPlan plan(
            Situation situation,
            Migration migration,
            Strategies strategy,
            PlacementSettings settings,
            Progress progress) {
        return new MigrationPlanner(situation, migration, strategy, settings, progress).plan();
    }

    private record Trial(Candidate candidate, Standing standing) {}

    private MigrationPlan plan() {
        Map<WorkloadRef, Candidate> moved = new LinkedHashMap<>();
        List<Candidate> left = new ArrayList<>(migration.candidates());
        left.sort(Comparator.comparing(Candidate::workload));
        Standing asContainers = standing(moved);
        List<MigrationPlan.Step> steps = new ArrayList<>();
        while (!left.isEmpty() && steps.size() < migration.steps()) {
            Trial best = best(moved, left);
            WorkloadRef workload = best.candidate().workload();
            moved.put(workload, best.candidate());
            left.remove(best.candidate());
            steps.add(new MigrationPlan.Step(workload.toString(), cluster.pods(workload), best.standing()));
        }
        return new MigrationPlan(
                strategy.id(), migration.by().stream().map(Saving::id).toList(), asContainers, steps);
    }

    /** Of those that save the same, the more promising one. */
    private Trial best(Map<WorkloadRef, Candidate> moved, List<Candidate> left) {
        return left.stream()
                .sorted(Comparator.comparingDouble(
                        (Candidate candidate) -> -cluster.promise(candidate, moved.keySet())))
                .limit(TRIED)
                .map(candidate -> {
                    Map<WorkloadRef, Candidate> with = new LinkedHashMap<>(moved);
                    with.put(candidate.workload(), candidate);
                    return new Trial(candidate, standing(with));
                })
                .min(Comparator.comparing(Trial::standing, less))
                .orElseThrow();
    }

    private Standing standing(Map<WorkloadRef, Candidate> moved) {
        OneShot placed = OneShot.of(cluster.with(moved), strategy.make(settings), Progress.NONE);
        progress.step();
        return cluster.standing(placed.situation());
    }
}
