package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.cli.files.WholeFile;
import dev.kubewasm.cli.live.ApiServer;
import dev.kubewasm.cli.live.ClusterOptions;
import dev.kubewasm.cli.report.Serialized;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-wasm snapshot --file FILE}. */
@Command(
        name = "snapshot",
        description = {
            "Writes to one file what a running cluster's scheduling decisions are made on: nodes, Pods, their owners, volumes and"
                    + " what else the scheduler watches. It only reads.",
            "",
            "The file is a v1 List, as kubectl has it, for kube-wasm simulate and kube-wasm explain. Left out are env values,"
                    + " commands, arguments, probes, all annotations but those that decide, and managed fields. Secrets are"
                    + " never read, of ConfigMaps only entries that annotation kube-wasm/wit-configmap of a Pod names."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the snapshot is written",
            "2:the cluster or the metrics can't be read, the file not be written, or the usage is unusable; nothing is written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm snapshot --file cluster.yaml",
            "  kube-wasm snapshot --link-metrics node-1.txt --file cluster.yaml && kube-wasm rebalance cluster.yaml",
            "  kube-wasm snapshot --context staging --anonymize --file cluster.json"
        })
public final class SnapshotCommand implements Callable<Integer> {
    /** The {@code --file} that means standard output. */
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write it: JSON if the name ends in .json, else YAML; - for standard output.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private String file;

    @Mixin
    @SuppressWarnings("FieldMayBeFinal") // picocli sets it
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description =
                    "Read objects of this namespace alone; may be repeated. What Pods of others take of nodes then counts as"
                            + " free. Default: all namespaces.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--link-metrics",
            paramLabel = "FILE",
            description =
                    "What a runtime node publishes at :10352/q/metrics, or Prometheus of them; may be repeated. Pods get the calls"
                            + " counted there as their kube-wasm/traffic, all of a controller the same.")
    private List<Path> linkMetrics = List.of();

    @Option(
            names = "--anonymize",
            description =
                    "Write pseudonyms in the place of names, namespaces, label values, images and hosts; the same for the"
                            + " same, and in the same order. Label keys, resource names and WIT stay.")
    private boolean anonymize;

    @Option(
            names = "--chunk-size",
            paramLabel = "N",
            description = "How many objects to ask for at a time, 1 to 5000.",
            defaultValue = "500")
    private int chunkSize = 500;

    @Override
    public Integer call() {
        if (chunkSize < 1 || chunkSize > 5_000) {
            throw new ParameterException(spec.commandLine(), "--chunk-size is " + chunkSize + ", must be 1 to 5000");
        }
        boolean toFile = !file.equals(STANDARD_OUTPUT);
        Optional<String> obstacle = toFile ? WholeFile.obstacle(Path.of(file)) : Optional.empty();
        if (obstacle.isPresent()) {
            throw new UnusableInputException(file + ": " + obstacle.get());
        }
        MeasuredTraffic traffic = MeasuredTraffic.read(linkMetrics);
        ObjectNode list;
        try (ApiServer server = cluster.connect(chunkSize)) {
            list = ClusterSnapshot.take(server, namespaces, spec.commandLine().getErr()::println);
        }
        if (!linkMetrics.isEmpty()) {
            int pods = traffic.annotate(list.path("items"));
            spec.commandLine().getErr().println("calls of " + pods + " Pods were counted");
        }
        if (anonymize) {
            list = Anonymizer.anonymize(list);
        }
        String text = file.endsWith(".json") ? Serialized.json(list) : Serialized.yaml(list);
        if (toFile) {
            write(Path.of(file), text);
            spec.commandLine().getErr().println(file + ": " + list.path("items").size() + " objects");
        } else {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return ExitCode.GOOD;
    }

    private static void write(Path file, String text) {
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw new UnusableInputException(file + ": can't be written: " + e.getMessage(), e);
        }
    }
}
