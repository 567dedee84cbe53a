package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.cli.live.ApiServer;
import dev.kubewasm.cli.live.ClusterOptions;
import dev.kubewasm.cli.options.SchedulerProfiles;
import dev.kubewasm.cli.report.Serialized;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm explain POD} and {@code kube-wasm explain --cases FILE}. */
@Command(
        name = "explain",
        description = {
            "Says of a Pod which nodes take it, why others don't, how good each is, who serves its imports, what would make it"
                    + " fit and who could leave for it: what the scheduler would say now. The cluster is the one that kubectl"
                    + " would ask, or a snapshot. It only reads.",
            "",
            "With --cases it says it of many Pods, by the rules of kube-scheduler 1.34's default profile alone. A case is a cluster"
                    + " with one Pod that waits, a JSON object on a line of its own: {\"id\", \"nodes\", \"namespaces\","
                    + " \"services\", \"pdbs\", \"pods\", \"pod\"}, Kubernetes objects as the API server"
                    + " has them; for volumes also \"persistentvolumes\", \"persistentvolumeclaims\", \"storageclasses\","
                    + " \"csinodes\", \"csidrivers\", \"csistoragecapacities\" and \"volumeattachments\". \"id\", \"nodes\""
                    + " and \"pod\" must be there; other fields are passed over.",
            "",
            "What is printed as JSON is in docs/explain-output.schema.json."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a node takes the Pod; every case is explained",
            "1:no node takes the Pod; a line is no case that can be explained: it is named, the others are explained",
            "2:the cluster, the file or the usage is unusable, or there is no such Pod"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm explain storefront-6d5f7c9b8-x2x4z -n shop",
            "  kube-wasm explain storefront-6d5f7c9b8-x2x4z -n shop --snapshot cluster.yaml --output json",
            "  kube-wasm explain --cases clusters.jsonl.gz --output jsonl"
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final int CHUNK_SIZE = 500;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "POD", arity = "0..1", description = "The name of a Pod.")
    private @Nullable String pod;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The Pod's namespace. Default: ${DEFAULT-VALUE}.",
            defaultValue = "default")
    private String namespace = "default";

    @Option(
            names = "--snapshot",
            paramLabel = "FILE",
            description =
                    "A snapshot (kube-wasm snapshot, kubectl get -o yaml) or a folder of Kubernetes YAML instead of a"
                            + " cluster that runs.")
    private @Nullable Path snapshot;

    @Mixin
    @SuppressWarnings("FieldMayBeFinal") // picocli sets it
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    @SuppressWarnings("FieldMayBeFinal") // picocli sets it
    private SchedulerProfiles schedulers = new SchedulerProfiles();

    @Option(names = "--cases", paramLabel = "FILE.jsonl[.gz]", description = "Cases, one a line, instead of a Pod.")
    private @Nullable Path cases;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description =
                    "How to print: text or json, of a Pod; jsonl (an object a line, in the order of the cases). Default: text"
                            + " and jsonl.")
    private @Nullable Format output;

    /** The forms of output; the names are the values of {@code --output}. */
    enum Format {
        /** For people. */
        text,
        /** JSON, indented. */
        json,
        /** One object a line. */
        jsonl
    }

    @Override
    public Integer call() {
        if ((pod == null) == (cases == null)) {
            throw usage("Give POD or --cases FILE");
        }
        return cases == null ? explainPod(String.valueOf(pod)) : explainCases(cases);
    }

    private int explainPod(String name) {
        if (output == Format.jsonl) {
            throw usage("--output jsonl is for --cases: of a Pod, text or json is printed");
        }
        if (name.isEmpty() || namespace.isEmpty()) {
            throw usage("The name and the namespace of a Pod aren't empty");
        }
        PodKey key = new PodKey(namespace, name);
        Map<String, SchedulingProfile> profiles = schedulers.read();
        ExplainedCluster reading =
                new ExplainedCluster(profiles.keySet(), spec.commandLine().getErr()::println);
        ClusterPicture picture = snapshot == null ? live(reading) : reading.of(snapshot);
        if (!picture.profiles().containsKey(key)) {
            schedulers.config().ifPresent(config -> spec.commandLine()
                    .getErr()
                    .println("Pod " + key + " is of no profile of " + config
                            + ": it is explained by kube-scheduler's default profile"));
        }
        try {
            PodAnswer answer = PodExplainer.explain(picture, key, profiles);
            spec.commandLine().getOut().print(output == Format.json ? Serialized.json(answer) : PodText.of(answer));
            spec.commandLine().getOut().flush();
            return answer.fits() ? ExitCode.GOOD : ExitCode.NEGATIVE;
        } catch (UnexplainableException e) {
            throw new UnusableInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private ClusterPicture live(ExplainedCluster reading) {
        try (ApiServer server = cluster.connect(CHUNK_SIZE)) {
            return reading.of(server);
        }
    }

    private int explainCases(Path file) {
        if (output != null && output != Format.jsonl) {
            throw usage("--output " + output + " is for one Pod: of cases, jsonl is printed");
        }
        if (schedulers.config().isPresent()) {
            throw usage("--config is for one Pod: cases are explained by kube-scheduler's default profile");
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw usage(file + ": there is no such file");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream in = Files.newInputStream(file);
                CaseLines lines = CaseLines.open(in)) {
            boolean good = new Explainer(file, out, spec.commandLine().getErr()).run(lines);
            return good ? ExitCode.GOOD : ExitCode.NEGATIVE;
        } catch (IOException e) {
            throw new UnusableInputException(file + ": can't be read: " + e.getMessage(), e);
        } finally {
            out.flush();
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
