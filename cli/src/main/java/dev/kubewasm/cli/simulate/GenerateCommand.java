package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.files.WholeFolder;
import dev.kubewasm.simulations.generate.ClusterShape;
import dev.kubewasm.simulations.generate.GeneratedService;
import dev.kubewasm.simulations.generate.NodePool;
import dev.kubewasm.simulations.generate.ServiceGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm simulate generate FOLDER}. */
@Command(
        name = "generate",
        description = {
            "Makes up a cluster by a seed: a new folder with cluster/nodes.yaml, cluster/services.yaml and scenario.yaml.",
            "",
            "Services export an interface and import those of others, few of which are used by many. Their WIT is in"
                    + " annotations, so that no images are needed."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the files are written", "2:the folder or the usage is unusable; nothing is written"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm simulate generate made-up --services 50 --nodes 20 --seed 7",
            "  kube-wasm simulate run made-up/scenario.yaml"
        })
public final class GenerateCommand implements Callable<Integer> {
    /** More in a day than a timeline takes. */
    private static final double MOST_ARRIVALS = 1e6;

    private static final int PODS_OF_A_NODE = 250;
    private static final int MOST_OF_A_NODE = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "The folder to make; it may be there if it is empty.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path folder;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every choice.", defaultValue = "0")
    private long seed;

    @Option(names = "--services", paramLabel = "N", description = "Deployments, at most 5000.", defaultValue = "50")
    private int services;

    @Option(
            names = "--max-replicas",
            paramLabel = "N",
            description = "Replicas are 1 to this, small numbers more often.",
            defaultValue = "5")
    private int maxReplicas;

    @Option(
            names = "--links",
            paramLabel = "X",
            description = "Imports of a service on average, at most 10.",
            defaultValue = "1.5")
    private double links;

    @Option(names = "--cpu", paramLabel = "N", description = "Milli-CPU of a Pod on average.", defaultValue = "200")
    private int cpu;

    @Option(names = "--memory", paramLabel = "N", description = "MiB of a Pod on average.", defaultValue = "256")
    private int memory;

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes, at most 5000.", defaultValue = "20")
    private int nodes;

    @Option(names = "--node-cpus", paramLabel = "N", description = "CPUs of a node, at most 10000.", defaultValue = "8")
    private int nodeCpus;

    @Option(
            names = "--node-memory",
            paramLabel = "N",
            description = "GiB of a node, at most 10000.",
            defaultValue = "16")
    private int nodeMemory;

    @Option(names = "--zones", paramLabel = "N", description = "Zones that nodes are spread over.", defaultValue = "3")
    private int zones;

    @Option(
            names = "--arrivals",
            paramLabel = "X",
            description =
                    "Pods of all services that come in an hour on average: the scenario is a day then, and not one placement.",
            defaultValue = "0")
    private double arrivals;

    @Option(
            names = "--lifetime",
            paramLabel = "DURATION",
            description = "How long a Pod that comes runs on average.",
            defaultValue = "30m")
    private String lifetime = "30m";

    @Override
    public Integer call() {
        ClusterShape shape;
        checkNode("--node-cpus", nodeCpus);
        checkNode("--node-memory", nodeMemory);
        if (!(arrivals >= 0 && arrivals <= MOST_ARRIVALS)) {
            throw new ParameterException(
                    spec.commandLine(), "--arrivals is " + arrivals + ", must be 0 to " + MOST_ARRIVALS);
        }
        try {
            Times.millis("--lifetime", lifetime);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try {
            NodePool pool =
                    new NodePool("node", nodes, 1_000L * nodeCpus, 1_024L * nodeMemory, PODS_OF_A_NODE, "amd64", 0);
            shape = new ClusterShape(
                    seed, services, maxReplicas, links, cpu, memory, true, false, List.of(pool), zones);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
        try {
            if (Files.exists(folder) && !isEmptyFolder()) {
                spec.commandLine().getErr().println(folder + ": is there already and not an empty folder");
                return ExitCode.UNUSABLE;
            }
            List<GeneratedService> made = ServiceGenerator.services(shape);
            WholeFolder.write(
                    folder,
                    Map.of(
                            "cluster/nodes.yaml", GeneratedManifests.nodes(shape),
                            "cluster/services.yaml", GeneratedManifests.services(shape, made),
                            "scenario.yaml", scenario(made)));
            int pods = made.stream().mapToInt(GeneratedService::replicas).sum();
            spec.commandLine()
                    .getOut()
                    .printf("%s: %d services with %d Pods, %d nodes%n", folder, made.size(), pods, nodes);
            return ExitCode.GOOD;
        } catch (IOException e) {
            spec.commandLine().getErr().println(folder + ": can't be written: " + e);
            return ExitCode.UNUSABLE;
        }
    }

    private String scenario(List<GeneratedService> made) {
        StringBuilder yaml = new StringBuilder("name: made-up\nmanifests: cluster\n");
        if (arrivals > 0) {
            yaml.append("timeline:\n  until: 24h\n  arrivals:\n");
            ServiceGenerator.arrivals(made, arrivals)
                    .forEach((service, perHour) -> yaml.append(String.format(
                            Locale.ROOT,
                            "    - {like: deployment/%s, perHour: %.4f, lifetime: %s}\n",
                            service,
                            perHour,
                            lifetime)));
        }
        return yaml.toString();
    }

    private void checkNode(String option, int value) {
        if (value < 1 || value > MOST_OF_A_NODE) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", must be 1 to " + MOST_OF_A_NODE);
        }
    }

    private boolean isEmptyFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
