package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.files.WholeFile;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.goal.Goal;
import dev.kubewasm.simulations.goal.GoalParser;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.measure.Measures;
import dev.kubewasm.simulations.report.HtmlReport;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.strategy.Strategies;
import dev.kubewasm.simulations.timeline.OverTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm simulate run SCENARIO}. */
@Command(
        name = "run",
        description = {
            "Places the Pods of a scenario by several strategies and prints what each placement is worth.",
            "",
            "Strategies: kube-wasm (the scheduler itself), kube-wasm-offline (a plan for all Pods at once), kube-scheduler (its"
                    + " default profile), kube-scheduler-affinity (with podAffinity written by hand), first-fit, best-fit,"
                    + " random. Measures: placed, pending, preempted, moved, nodes (with Pods), cost, cpu, memory (requested"
                    + " shares of those nodes), cpuFragmentation, memoryFragmentation, links, inProcess, sameNode, crossNode,"
                    + " crossZone, unserved, the same of calls and bytes (callsInProcess …, bytesCrossZone), localTraffic,"
                    + " gainedAffinity, chainMicros."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the simulation ran, and --fail-if, if given, doesn't hold",
            "1:--fail-if holds",
            "2:the scenario or the usage is unusable; nothing is written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm simulate run simulations/pricing/scenario.yaml",
            "  kube-wasm snapshot --file cluster.yaml && kube-wasm simulate run cluster.yaml",
            "  kube-wasm simulate run simulations/rasa/scenario.yaml --data ~/rasa",
            "  kube-wasm simulate run examples/pricing --fail-if 'pending>0 or nodes>1' --report report.html"
        })
public final class SimulateRunCommand implements Callable<Integer> {
    private static final int MAX_SEEDS = 1_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SCENARIO",
            description =
                    "A scenario file (docs/simulations.md), or to run with defaults: a cluster's snapshot (kube-wasm snapshot,"
                            + " kubectl get -o yaml), a folder of Kubernetes YAML, a RASA instance (*.json), OpenB's Pods (*.csv).")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print the report: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private SimulationFormat output = SimulationFormat.text;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the report as one HTML file.")
    private @Nullable Path report;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where the files of `rasa` and `openb` are; beside the scenario by default.")
    private @Nullable Path data;

    @Option(
            names = "--fail-if",
            paramLabel = "GOAL",
            description =
                    "Exit with 1 if this holds for the first strategy's measures: 'pending>0 or nodes>6'. Instead of the"
                            + " scenario's failIf.")
    private @Nullable String failIf;

    @Option(names = "--seed", paramLabel = "N", description = "Instead of the scenario's seed.")
    private @Nullable Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Run with so many seeds, this one and those after it, and say how sure the means are; the goal looks"
                            + " at the means. 1 to 1000. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int seeds = 1;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return run(err);
        } catch (UnusableScenarioException e) {
            err.println(e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    private int run(PrintWriter err) throws UnusableScenarioException {
        Scenario scenario = ScenarioReader.read(file, err::println);
        Optional<Goal> goal;
        List<Strategies> strategies;
        PlacementSettings stated;
        CallCosts costs;
        int standardNodes;
        try {
            if (seeds < 1 || seeds > MAX_SEEDS) {
                throw new IllegalArgumentException("--seeds is " + seeds + ", must be 1 to " + MAX_SEEDS);
            }
            goal = goal(scenario);
            strategies = scenario.chosenStrategies();
            stated = seed == null ? scenario.settings() : ScenarioRun.seeded(scenario.settings(), seed);
            costs = scenario.callCosts();
            standardNodes = scenario.standardNodesOrDefault();
        } catch (IllegalArgumentException e) {
            throw new UnusableScenarioException(file + ": " + e.getMessage());
        }
        Optional<String> obstacle = Optional.ofNullable(report).flatMap(WholeFile::obstacle);
        if (obstacle.isPresent()) {
            throw new UnusableScenarioException(report + ": " + obstacle.get());
        }
        err.println("reading " + file);
        err.flush();
        Path base = ManifestReader.folderOf(file);
        Described cluster = new SituationReader(base, Objects.requireNonNullElse(data, base), err::println)
                .read(scenario, standardNodes);
        SimulationReport result = new ScenarioRun(file, scenario, cluster, strategies, costs, stated, err).over(seeds);
        if (report != null) {
            write(report, HtmlReport.render(result));
        }
        spec.commandLine().getOut().print(output.render(result));
        spec.commandLine().getOut().flush();
        boolean failed = goal.filter(g -> g.holds(result.strategies().getFirst().means()))
                .isPresent();
        if (failed) {
            err.println("failed: " + Objects.requireNonNullElse(failIf, scenario.failIf()));
        }
        return failed ? ExitCode.NEGATIVE : ExitCode.GOOD;
    }

    private Optional<Goal> goal(Scenario scenario) {
        String text = failIf == null ? scenario.failIf() : failIf;
        try {
            return Optional.ofNullable(text).map(t -> GoalParser.parse(t, names(scenario)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException((failIf == null ? "`failIf`: " : "--fail-if: ") + e.getMessage(), e);
        }
    }

    private static Set<String> names(Scenario scenario) {
        Set<String> names = new LinkedHashSet<>(Measures.NAMES);
        if (scenario.timeline() != null) {
            names.addAll(OverTime.NAMES);
        }
        return names;
    }

    /** Beside its place first, so that no half of a report is ever there. */
    private static void write(Path file, String text) throws UnusableScenarioException {
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw new UnusableScenarioException(file + ": can't be written: " + e);
        }
    }
}
