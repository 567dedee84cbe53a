package dev.kubewasm.cli.run;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import dev.kubewasm.cli.options.Durations;
import dev.kubewasm.cli.options.EngineOption;
import dev.kubewasm.cli.report.OutputFormat;
import dev.kubewasm.cli.report.RunReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm run FOLDER}. */
@Command(
        name = "run",
        description = {
            "Schedules the Kubernetes YAML of a folder, starts its WebAssembly components on runtime nodes in this process,"
                    + " links them, and calls them.",
            "",
            "Images are read from the OCI image layout FOLDER/oci by their reference. Without a Node among the YAML,"
                    + " standard nodes are made up (4 CPUs, 8Gi; the first one of several is small: 100m, 64Mi). What"
                    + " components print goes to standard error."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every Pod is where it should be and every call returned",
            "1:a Pod is unplaced or not running, or a call failed; the report says why",
            "2:the folder or the usage is unusable"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm run examples/pricing",
            "  kube-wasm run examples/pricing --call storefront/run",
            "  kube-wasm run examples/pricing --output json \\",
            "    --call 'calculator/example:pricing/calculator#calculate([\"a\",\"b\"])'"
        })
public final class RunCommand implements Callable<Integer> {
    private static final int MAX_NODES = 5_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FOLDER",
            description = "Folder with the YAML files (*.yaml, *.yml) and the images (oci/).")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path folder;

    @Option(
            names = "--call",
            paramLabel = "TARGET",
            description = {
                "Call an exported function: " + CallTarget.SYNTAX
                        + "; arguments are WAVE text. May be repeated. Without"
                        + " it, the function `run` is called on every Pod that exports one without parameters."
            },
            showDefaultValue = Visibility.NEVER)
    private List<String> calls = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print the report: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private OutputFormat output = OutputFormat.text;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Standard nodes to make up when the folder has no Node.",
            defaultValue = "3")
    private int nodes = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the placement.", defaultValue = "0")
    private long seed;

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description = "How long placing, and each call, may take: 500ms, 30s, 2m.",
            converter = Durations.class,
            defaultValue = "30s")
    private Duration timeLimit = Duration.ofSeconds(30);

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(names = "--keep", description = "Stay up after the report, until Ctrl-C.")
    private boolean keep;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunOptions options = options();
        List<Manifest> manifests;
        switch (ManifestReader.read(folder, Kinds.RUN)) {
            case ManifestReading.Unusable(List<ManifestProblem> problems) -> {
                problems.forEach(err::println);
                return ExitCode.UNUSABLE;
            }
            case ManifestReading.Read(List<Manifest> read, List<String> notices) -> {
                notices.forEach(err::println);
                manifests = read;
            }
        }
        try (ClusterRun run = engine.opening(() -> new ClusterRun(options, err))) {
            List<ManifestProblem> refused = run.apply(manifests);
            if (!refused.isEmpty()) {
                refused.forEach(err::println);
                return ExitCode.UNUSABLE;
            }
            run.settle();
            RunReport report = run.report();
            out.print(output.render(report));
            out.flush();
            run.notices().forEach(err::println);
            if (keep) {
                stayUp(run, err);
            }
            return report.good() ? ExitCode.GOOD : ExitCode.NEGATIVE;
        }
    }

    private RunOptions options() {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new ParameterException(spec.commandLine(), "--nodes takes 1 to " + MAX_NODES + ", not " + nodes);
        }
        String engineName = engine.name();
        try {
            return new RunOptions(
                    ManifestReader.folderOf(folder),
                    nodes,
                    calls.stream().map(CallTarget::parse).toList(),
                    seed,
                    timeLimit,
                    engineName);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--call " + e.getMessage(), e);
        }
    }

    /** Waits for Ctrl-C (or a TERM signal); the JVM then waits for the hook, which stops all components. */
    private static void stayUp(ClusterRun run, PrintWriter err) throws InterruptedException {
        err.println("Running; stop with Ctrl-C.");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            run.close();
            err.println("Stopped.");
        }));
        new CountDownLatch(1).await();
    }
}
