package dev.kubewasm.benchmarks.rasa;

import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import dev.kubewasm.placement.affinity.UpperBound;
import dev.kubewasm.placement.affinity.audit.AffinityAudit;
import dev.kubewasm.placement.affinity.audit.AffinityAuditor;
import dev.kubewasm.placement.affinity.format.AffinityInstance;
import dev.kubewasm.placement.affinity.format.InstanceReader;
import dev.kubewasm.placement.affinity.format.UnusableFileException;
import dev.kubewasm.placement.affinity.model.ContainerPlacement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Prints what others gain on an instance, as rows of a table, and what nobody can gain more than. */
public final class RasaPeers {
    private RasaPeers() {}

    /**
     * Prints the rows.
     *
     * @param arguments the instance, and the seconds that Timefold's default configuration gets, one row for each
     */
    public static void main(String[] arguments) throws UnusableFileException {
        AffinityInstance instance = InstanceReader.read(Path.of(arguments[0]));
        row(instance, "as deployed", instance.initial());
        row(instance, "first fit", GreedyPeer.firstFit(instance.problem()));
        row(instance, "default scheduler", GreedyPeer.defaultScheduler(instance.problem()));
        for (int i = 1; i < arguments.length; i++) {
            Duration time = Duration.ofSeconds(Long.parseLong(arguments[i]));
            row(instance, "Timefold's defaults, " + arguments[i] + " s", naive(instance, time));
        }
        System.out.printf(
                Locale.ROOT,
                "| no placement more than | %.4f | | |%n",
                Math.ceil(10_000 * UpperBound.of(instance.problem())) / 10_000);
    }

    private static ContainerPlacement naive(AffinityInstance instance, Duration time) {
        SolverConfig config = new SolverConfig()
                .withSolutionClass(NaiveSolution.class)
                .withEntityClasses(NaiveContainer.class)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(NaiveScore.class))
                // Sums of doubles drift, which the asserts at the end of each phase don't allow.
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withTerminationConfig(new TerminationConfig().withSpentLimit(time));
        return SolverFactory.<NaiveSolution>create(config)
                .buildSolver()
                .solve(new NaiveSolution(instance.problem()))
                .placement();
    }

    private static void row(AffinityInstance instance, String name, ContainerPlacement placement) {
        AffinityAudit audit = new AffinityAuditor(instance.problem())
                .audit(placement, Math.max(1, instance.problem().machines().size()));
        System.out.printf(
                Locale.ROOT,
                "| %s | %.4f | %d | %s |%n",
                name,
                audit.gainedAffinity(),
                audit.machinesUsed(),
                audit.isFeasible() ? "yes" : "no: " + audit.violations().size() + " violations");
    }
}
