package dev.kubewasm.cli.rebalance;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import dev.kubewasm.cli.options.Durations;
import dev.kubewasm.cli.options.SchedulerProfiles;
import dev.kubewasm.placement.RebalanceSettings;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.result.RebalancePlan;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.rebalance.RuledRebalancer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm rebalance FOLDER}. */
@Command(
        name = "rebalance",
        description = {
            "Says which bound Pods of a folder's Kubernetes YAML had better run elsewhere, and moves nothing.",
            "",
            "A move is an eviction: its controller makes the Pod again, and that one is bound to the node named. The steps"
                    + " are in an order in which each keeps required links, room, kube-scheduler's rules and PodDisruptionBudgets;"
                    + " each is to be taken once all Pods of the one before are Ready. Images are read from the OCI image layout"
                    + " FOLDER/oci. A Pod with a nodeName and no status is taken to be Ready. What a placement is worth is said by --weight,"
                    + " not by --config."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the steps are printed, none if no move pays",
            "1:the same, and even after them nodes are overcommitted or required links of Pods looked at have no provider",
            "2:the folder or the usage is unusable"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm rebalance cluster/",
            "  kube-wasm rebalance cluster/ --weight nodeInUse=5000 --weight balance=0 --max-moves 10 --output json"
        })
public final class RebalanceCommand implements Callable<Integer> {
    /** How to print; the names are the values of {@code --output}. */
    enum Format {
        /** For people. */
        text,
        /** JSON, indented. */
        json
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FOLDER",
            description =
                    "Folder with the YAML files (*.yaml, *.yml): nodes, bound Pods, PodDisruptionBudgets; or a snapshot.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print the steps: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private Format output = Format.text;

    @Option(
            names = "--weight",
            paramLabel = "CONSTRAINT=N",
            description =
                    "Weight of a soft constraint, 0 to 1000000; that of `disruption` is the price of a move. May be"
                            + " repeated.")
    private Map<String, Long> weights = new TreeMap<>();

    @Option(names = "--max-moves", paramLabel = "N", description = "The most Pods to move.", defaultValue = "100")
    private int maxMoves = 100;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the search.", defaultValue = "0")
    private long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the search.", defaultValue = "5000")
    private int steps = 5000;

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description =
                    "How long the search may take: 500ms, 30s, 2m. If it ends it, the answer may differ next time.",
            converter = Durations.class,
            defaultValue = "1m")
    private Duration timeLimit = Duration.ofMinutes(1);

    @Mixin
    @SuppressWarnings("FieldMayBeFinal") // picocli sets it
    private SchedulerProfiles schedulers = new SchedulerProfiles();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        RebalanceSettings settings = settings();
        Map<String, SchedulingProfile> profiles = schedulers.read();
        return switch (ManifestReader.read(folder, Kinds.REBALANCE)) {
            case ManifestReading.Unusable(List<ManifestProblem> problems) -> {
                problems.forEach(err::println);
                yield ExitCode.UNUSABLE;
            }
            case ManifestReading.Read(var manifests, List<String> notices) -> {
                notices.forEach(err::println);
                yield switch (ClusterPicture.of(manifests, ManifestReader.folderOf(folder), 0, profiles.keySet())) {
                    case ClusterPicture.Reading.Unusable(List<String> problems) -> {
                        problems.forEach(err::println);
                        yield ExitCode.UNUSABLE;
                    }
                    case ClusterPicture.Reading.Read(ClusterPicture picture) -> answer(picture, profiles, settings);
                };
            }
        };
    }

    private int answer(ClusterPicture picture, Map<String, SchedulingProfile> profiles, RebalanceSettings settings) {
        picture.refused().forEach((pod, why) -> spec.commandLine().getErr().println(pod + " is left out: " + why));
        picture.notices().forEach(spec.commandLine().getErr()::println);
        Function<PodKey, ProfileSettings> rules =
                pod -> Optional.ofNullable(picture.profiles().get(pod))
                        .map(profiles::get)
                        .orElse(SchedulingProfile.DEFAULT)
                        .rules();
        Set<PodKey> movable = new TreeSet<>(picture.movable());
        movable.removeIf(
                pod -> Objects.requireNonNull(picture.view().pods().get(pod)).mindsOtherPods()
                        || rules.apply(pod).defaultSpread().filters());
        picture.movable().stream()
                .filter(pod -> !movable.contains(pod))
                .sorted()
                .forEach(pod -> spec.commandLine()
                        .getErr()
                        .println(pod
                                + " stays: host ports, claims and disks, required affinity to Pods and hard spread are not known to a placement"
                                + " of all"));
        RebalancePlan plan =
                RuledRebalancer.plan(picture.snapshot(), picture.view(), movable, picture.budgets(), rules, settings);
        RebalanceReport report = RebalanceReport.of(plan);
        spec.commandLine().getOut().print(output == Format.json ? report.json() : report.text());
        return plan.after().hard() < 0 ? ExitCode.NEGATIVE : ExitCode.GOOD;
    }

    private RebalanceSettings settings() {
        try {
            return new RebalanceSettings(
                    new PlacementSettings(seed, steps, timeLimit, ConstraintWeights.named(weights)), maxMoves);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
