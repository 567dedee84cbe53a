package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    private static final Path SIMULATIONS = ProjectRoot.path().resolve("simulations");

    @TempDir
    private Path folder;

    static Stream<String> scenarios() throws IOException {
        try (Stream<Path> all = Files.list(SIMULATIONS)) {
            return all
                    .filter(folder -> Files.exists(folder.resolve("scenario.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    // For figures of size: it takes a minute.
                    .filter(name -> !name.equals("large") || Scale.current() == Scale.FULL)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static CommandLineRun simulate(Path scenario, String... options) {
        return CommandLineRun.of(Stream.concat(Stream.of("simulate", "run", scenario.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    /** The command in each scenario's README ends well and says what the golden file beside it says. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void theScenariosSayWhatTheySaid(String name) throws IOException {
        Path scenario = SIMULATIONS.resolve(name).resolve("scenario.yaml");
        String command = "$ ./kube-wasm simulate run simulations/" + name + "/scenario.yaml";
        String written = Files.readString(scenario.resolveSibling("README.md"))
                .lines()
                .filter(line -> line.startsWith(command))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README.md of " + name + " doesn't say " + command))
                .substring(command.length());

        CommandLineRun run = written.isEmpty()
                ? simulate(scenario)
                : simulate(
                        scenario, "--data", Corpora.require("placement/" + name).toString());

        assertThat(written).isIn("", " --data FOLDER");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Golden.check(scenario.resolveSibling("expected.txt"), run.out());
    }

    /** What is moved first is no worse than any other single move, each placed as a variant of its own. */
    @Test
    void aMigrationBeginsWithWhatSavesMost() throws IOException {
        List<String> services = List.of("cart", "catalog", "front", "pricing");
        Path scenario = folder.resolve("scenario.txt");
        StringBuilder text = new StringBuilder("""
                manifests: %s
                strategies: [kube-wasm-offline]
                weights: {nodeInUse: 1000, balance: 0, workloadSpread: 0, zoneSpread: 0}
                migrate:
                  requests: {memory: 16Mi}
                  workloads:
                """.formatted(SIMULATIONS.resolve("mixed/cluster")));
        services.forEach(
                service -> text.append("    - {of: deployment/").append(service).append(", requests: {cpu: 50m}}\n"));
        text.append("whatIf:\n");
        for (String moved : services) {
            text.append("  - {name: ")
                    .append(moved)
                    .append(", of: deployment/")
                    .append(moved)
                    .append(", requests: {cpu: 50m, memory: 16Mi}, containers: [")
                    .append(services.stream()
                            .filter(service -> !service.equals(moved))
                            .map(service -> "deployment/" + service)
                            .collect(Collectors.joining(", ")))
                    .append("]}\n");
        }
        Files.writeString(scenario, text.toString());
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(scenario, "-o", "json", "--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(json))
                .isEmpty();
        JsonNode steps = json.path("migration").path("steps");
        assertThat(steps.findValuesAsText("workload"))
                .containsExactlyInAnyOrder(services.stream()
                        .map(service -> "default/deployment/" + service)
                        .toArray(String[]::new));
        JsonNode first = steps.path(0);
        for (JsonNode variant : json.path("strategies")) {
            String name = variant.path("strategy").asText();
            if (!services.contains(name)) {
                continue;
            }
            JsonNode measures = variant.path("measures");
            assertThat(measures.path("cost").asLong())
                    .isGreaterThanOrEqualTo(first.path("after").path("cost").asLong());
            if (first.path("workload").asText().endsWith("/" + name)) {
                assertThat(measures.path("nodes")).isEqualTo(first.path("after").path("nodes"));
                assertThat(measures.path("cost")).isEqualTo(first.path("after").path("cost"));
            }
        }
        assertThat(Files.readString(report)).contains("<h2>Migration</h2>", "all as containers");
    }

    /** Each step takes off what its Pods request less, and no other Pod changes; with all moved, calls stay in process. */
    @Test
    void aMigrationSavesWhatIsNoLongerRequestedOrSent() throws IOException {
        JsonNode plan = new ObjectMapper()
                .readTree(simulate(SIMULATIONS.resolve("mixed/scenario.yaml"), "-o", "json")
                        .out())
                .path("migration");
        Map<String, Long> saved = Map.of("front", 6 * 304L, "cart", 4 * 240L, "reports", 2 * 1008L);
        JsonNode before = plan.path("asContainers");
        for (JsonNode step : plan.path("steps")) {
            JsonNode after = step.path("after");
            String service = step.path("workload").asText().replaceAll(".*/", "");
            if (saved.containsKey(service)) {
                assertThat((before.path("memoryBytes").asLong()
                                        - after.path("memoryBytes").asLong())
                                >> 20)
                        .isEqualTo(saved.get(service));
            }
            assertThat(after.path("cpuMilli")).isEqualTo(before.path("cpuMilli"));
            before = after;
        }
        assertThat(plan.path("steps")).hasSize(10);
        assertThat(plan.path("asContainers").path("traffic").asLong()).isEqualTo(1_184);
        assertThat(before.path("traffic").asLong()).isLessThan(200);
        assertThat(before.path("nodes").asLong())
                .isLessThan(plan.path("asContainers").path("nodes").asLong());
    }

    @Test
    void theJsonKeepsItsSchemaAndTheYamlSaysTheSame() throws IOException {
        Path scenario = SIMULATIONS.resolve("pricing/scenario.yaml");
        JsonNode json = new ObjectMapper()
                .readTree(simulate(scenario, "--output", "json").out());

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(json))
                .isEmpty();
        assertThat(new YAMLMapper().readTree(simulate(scenario, "-o", "yaml").out()))
                .isEqualTo(json);
        assertThat(simulate(scenario, "-o", "json").out())
                .isEqualTo(simulate(scenario, "-o", "json").out());
    }

    /** What is measured over time is in all forms; the same seed gives the same bytes. */
    @Test
    void aTimelineIsMeasuredOverTime() throws IOException {
        Path scenario = folder.resolve("hour.txt");
        Files.writeString(scenario, """
                manifests: %s
                strategies: [kube-scheduler, first-fit]
                timeline:
                  until: 1h
                  arrivals: [{like: deployment/front, perHour: 60, lifetime: 10m}]
                  events: [{at: 30m, drain: node-0}, {at: 40m, scale: deployment/batch, replicas: 3}]
                failIf: events<100 or evicted<1 or nodesMean>8
                """.formatted(SIMULATIONS.resolve("day/cluster")));
        Path report = folder.resolve("hour.html");

        CommandLineRun run = simulate(scenario, "-o", "json", "--report", report.toString());

        assertThat(run.exitCode()).as(run.err()).isIn(0, 1);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(new ObjectMapper().readTree(run.out())))
                .isEmpty();
        assertThat(Pattern.compile("<polyline")
                        .matcher(Files.readString(report))
                        .results())
                .hasSize(8);
        assertThat(simulate(scenario, "-o", "json").out()).isEqualTo(run.out());
        assertThat(simulate(scenario).out()).contains("nodesMean", "waitP99");
    }

    @Test
    void theCsvHasALineForEachStrategy() {
        CommandLineRun run = simulate(SIMULATIONS.resolve("pricing/scenario.yaml"), "-o", "csv");

        assertThat(run.out().lines())
                .hasSize(8)
                .first()
                .isEqualTo(
                        "strategy,placed,pending,preempted,nodes,cost,cpu,memory,cpuFragmentation,memoryFragmentation,links,"
                                + "inProcess,crossNode,crossZone,unserved,localTraffic,gainedAffinity,chainMicros");
    }

    /** The page draws what the JSON says: each node, and each Pod on its node. */
    @Test
    void theHtmlReportDrawsEveryNodeAndPod() throws IOException {
        Path scenario = SIMULATIONS.resolve("pricing/scenario.yaml");
        Path report = folder.resolve("report.html");
        JsonNode json = new ObjectMapper()
                .readTree(simulate(scenario, "-o", "json", "--report", report.toString())
                        .out());

        String html = Files.readString(report);
        int pods = 0;
        int nodes = 0;
        for (JsonNode strategy : json.path("strategies")) {
            nodes += strategy.path("nodes").size();
            for (JsonNode node : strategy.path("nodes")) {
                pods += node.path("pods").size();
                for (JsonNode pod : node.path("pods")) {
                    assertThat(html).contains(pod.path("pod").asText() + "</li>");
                }
            }
        }
        assertThat(Pattern.compile("<h3>").matcher(html).results()).hasSize(nodes);
        assertThat(Pattern.compile("style=\"--hue:").matcher(html).results()).hasSize(pods);
        assertThat(html).doesNotContain("<script", "http://", "https://");
    }

    @ParameterizedTest
    @CsvSource({"pending>0, 0", "nodes>0, 1", "inProcess<3 or pending>0, 0", "links=3 and localTraffic=1, 1"})
    void aGoalDecidesTheExitCode(String goal, int exitCode) {
        assertThat(simulate(SIMULATIONS.resolve("pricing/scenario.yaml"), "--fail-if", goal)
                        .exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void aFolderOfYamlIsAScenario() {
        CommandLineRun run = simulate(ProjectRoot.path().resolve("examples/pricing"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("pricing: 3 nodes, 4 Pods, 4 of them want a node; seed 0\n");
    }

    @Test
    void whyAPodHasNoNodeIsSaidOfEachStrategy() {
        CommandLineRun run = simulate(ProjectRoot.path().resolve("examples/broken"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("kube-wasm leaves 7 Pods without a node:\n")
                .contains(
                        "  broken/invoice: Pod invoice, container invoice imports broken:missing/tax: nobody in namespace")
                .contains(
                        "  broken/shop: Pod shop, container shop imports broken:mismatch/calculator: pod/quotes exports")
                .contains("first-fit leaves 1 Pod without a node:\n  broken/classifier: none of 3 nodes takes it");
    }

    /** Neither ours nor the default scheduler's: what isn't supported, or not there, is never passed over. */
    @Test
    void aPodThatCantBePlacedWhateverTheStrategyIsRefusedByName() throws IOException {
        Files.writeString(folder.resolve("pods.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: unread}
                spec: {schedulerName: kube-wasm, runtimeClassName: linked, containers: [{name: main, image: "x.example/no:v1"}]}
                ---
                apiVersion: node.k8s.io/v1
                kind: RuntimeClass
                metadata: {name: linked}
                handler: jvm
                scheduling: {nodeSelector: {kube-wasm/runtime: jvm}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: close}
                spec:
                  containers: [{name: main, image: "x.example/yes:v1"}]
                  affinity:
                    podAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        - {topologyKey: zone, labelSelector: {matchLabels: {app: web}}}
                """);

        CommandLineRun run = simulate(folder, "-o", "yaml");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("wanting: 2", "required affinity to Pods", "x.example/no:v1 is not in");
    }

    /** As kube-scheduler does by default: replicas of one workload, and Pods of one Service, go to different nodes. */
    @ParameterizedTest
    @ValueSource(strings = {"workload", "service"})
    void kubeSchedulerSpreadsWhatBelongsTogether(String by) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (String node : new String[] {"a", "b"}) {
            // The first has more room, and without spreading would get both.
            yaml.append("""
                    apiVersion: v1
                    kind: Node
                    metadata: {name: %s, labels: {kubernetes.io/hostname: %s}}
                    status: {allocatable: {cpu: "%s", memory: 64Gi, pods: "110"}}
                    ---
                    """.formatted(node, node, node.equals("a") ? "64" : "4"));
        }
        yaml.append(by.equals("workload") ? """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: main, image: x.example/web, resources: {requests: {cpu: "1", memory: 1Gi}}}]}
                """ : """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec: {selector: {app: web}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: one, labels: {app: web}}
                spec: {containers: [{name: main, image: x.example/web, resources: {requests: {cpu: "1", memory: 1Gi}}}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: two, labels: {app: web}}
                spec: {containers: [{name: main, image: x.example/web, resources: {requests: {cpu: "1", memory: 1Gi}}}]}
                """);
        Files.writeString(folder.resolve("cluster.yaml"), yaml.toString());
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, "manifests: .\nstrategies: [kube-scheduler]\n");

        CommandLineRun run = simulate(scenario, "-o", "csv");

        assertThat(run.err()).isEqualTo("reading " + scenario + "\nplacing 2 Pods: kube-scheduler\n");
        assertThat(run.out().lines().toList().getLast()).startsWith("kube-scheduler,2,0,0,2,");
    }

    @Test
    void aReportIsNotPlacedForAFolderThatIsntThere() {
        Path report = folder.resolve("none/report.html");

        CommandLineRun run = simulate(ProjectRoot.path().resolve("examples/pricing"), "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(report + ": there is no such folder\n");
        assertThat(run.out()).isEmpty();
    }

    /** Bound Pods that may move are placed anew with {@code pods: all}, and stay otherwise. */
    @Test
    void boundPodsArePlacedAnewIfAskedFor() throws IOException {
        Files.writeString(folder.resolve("cluster.yaml"), """
                apiVersion: v1
                kind: Node
                metadata: {name: a}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
                ---
                apiVersion: v1
                kind: Node
                metadata: {name: b}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: one}
                spec:
                  schedulerName: kube-wasm
                  nodeName: b
                  containers: [{name: main, image: registry.example.com/x, resources: {requests: {cpu: 100m}}}]
                """);
        Path scenario = folder.resolve("scenario.yml.txt");

        Files.writeString(scenario, "manifests: .\npods: pending\nstrategies: [first-fit]\n");
        assertThat(simulate(scenario).out()).contains("0 of them want a node");
        Files.writeString(scenario, "manifests: .\npods: all\nstrategies: [first-fit]\n");
        assertThat(simulate(scenario, "-o", "yaml").out())
                .contains("wanting: 1")
                .contains("placed: true");
    }

    /** What is made up is read again, all of it; links make the difference between the strategies. */
    @Test
    void aClusterMadeUpIsPlaced() throws IOException {
        Path made = folder.resolve("made-up");

        CommandLineRun generated = CommandLineRun.of(
                "simulate", "generate", made.toString(), "--services", "20", "--nodes", "8", "--seed", "7");
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        JsonNode json = new ObjectMapper()
                .readTree(simulate(made.resolve("scenario.yaml"), "-o", "json").out());

        JsonNode ours = json.path("strategies").path(0).path("measures");
        JsonNode random = json.path("strategies").path(6).path("measures");
        assertThat(json.path("nodes").asInt()).isEqualTo(8);
        assertThat(ours.path("pending").asInt()).isZero();
        assertThat(ours.path("links").asInt()).isPositive();
        assertThat(ours.path("localTraffic").asDouble())
                .isGreaterThan(random.path("localTraffic").asDouble());
        assertThat(CommandLineRun.of("simulate", "generate", made.toString()).exitCode())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "name: x | scenario.txt: one of `manifests`, `rasa`, `openb` and `generate` must be given",
                "'openb: {nodes: none.csv, pods: none.csv}' | none.csv: no such file",
                "'generate: {pools: []}' | `generate`: nodes is 0, must be 1 to 5000",
                "'generate: {services: -5, pools: [{name: a, nodes: 1, cpu: 1, memory: 1Gi}]}' | `generate`: services is -5, must be 1 to 5000",
                "'generate: {pools: [{name: a, nodes: 1, cpu: -1, memory: 1Gi}]}' | `generate`: `cpu` is '-1', must be a quantity",
                "'manifests: CLUSTER\nwhatIf: [{name: x, podsPerNode: 0}]' | `whatIf[0]`: `podsPerNode` is 0, must be 1 to 10000",
                "'manifests: .\nlatency: {crossNode: -1}' | `latency` must be microseconds, none of them negative",
                "'manifests: [' | scenario.txt:1: field `manifests`",
                "'manifests: .\nstrategies: [best]' | `strategies`: there is no 'best', but kube-wasm, kube-wasm-offline, kube-scheduler",
                "'manifests: .\nstrategies: []' | `strategies` is empty",
                "'manifests: .\nstandardNodes: -1' | `standardNodes` is -1, must be 1 to 5000",
                "'manifests: .\nstepLimit: -1' | the step limit is -1, must be 0 or more",
                "'manifests: .\nweights: {speed: 1}' | there is no soft constraint 'speed'",
                "'manifests: .\nfailIf: pods>1' | `failIf`: 'pods' is no measure",
                "'manifests: .\n---\nmanifests: .' | scenario.txt",
                "'manifests: nowhere' | nowhere: no such file or folder",
                "'manifests: CLUSTER\ntimeline: {cycle: 1s}' | scenario.txt:2: field `timeline.until`: Missing required creator property 'until'",
                "'manifests: CLUSTER\ntimeline: {until: forever}' | `timeline`: `until`: 'forever' is not a duration",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: 1m, drain: n9}]}' | `timeline.events[0]`: there is no node n9",
                "'manifests: CLUSTER\ntimeline: {until: 1h, events: [{at: 1m}]}' | `timeline.events[0]`: it has 0 of scale, upgrade, drain",
                "'manifests: CLUSTER\ntimeline: {until: 1h, arrivals: [{like: deployment/x, perHour: 1}]}' | `timeline.arrivals[0]`: there is no workload default/deployment/x",
                "'manifests: CLUSTER\ntimeline: {until: 1h, failures: [{perHour: -1}]}' | `timeline.failures[0]`: `perHour` is -1.0, must be more than 0",
                "'manifests: CLUSTER\ntimeline: {until: 999999h, failures: [{perHour: 100}]}' | at most 5000000 are simulated",
                "'manifests: CLUSTER\ntimeline: {until: 24h, arrivals: [{like: deployment/front, perHour: 100000, lifetime: 100h}]}'"
                        + " | Pods would wait for a node at the end, more than 50000: the cluster is too small",
                "'manifests: CLUSTER\nwhatIf: [{name: x}]' | `whatIf[0]`: nothing is otherwise",
                "'manifests: CLUSTER\nwhatIf: [{name: x, containers: [deployment/none]}]' | `whatIf[0]`: there is no workload default/deployment/none",
                "'manifests: CLUSTER\nmigrate: {steps: 0}' | `migrate`: `steps` is 0, must be 1 to 100",
                "'manifests: CLUSTER\nmigrate: {by: [time]}' | `migrate`: `by` has 'time', but there are cost, nodes, traffic, cpu, memory",
                "'manifests: CLUSTER\nmigrate: {by: []}' | `migrate`: nothing is to be saved",
                "'manifests: CLUSTER\nmigrate: {workloads: []}' | `migrate`: no workload is to be moved",
                "'manifests: CLUSTER\nmigrate: {workloads: [{of: deployment/x}]}' | `migrate`: there is no workload default/deployment/x",
                "'manifests: CLUSTER\nmigrate: {workloads: [{of: deployment/front}, {of: deployment/front}]}' | `migrate`: `workloads`: deployment/front is there twice",
                "'manifests: CLUSTER\nmigrate: {requests: {cpu: x}}' | `migrate`: `cpu` is 'x', must be a quantity",
                "'manifests: CLUSTER\nmigrate: {}\ntimeline: {until: 1h}' | `migrate` places Pods once, and can't be given beside `timeline`",
                "'rasa: none.json' | none.json: no such file; --data names the folder that has it",
                "'manifests: CLUSTER\nwhatIf: [{name: x, removeZone: moon}]' | `whatIf[0]`: no node is in zone moon",
                "'manifests: CLUSTER\nwhatIf: [{name: x, nodeShape: {cpu: -1}}]' | `whatIf[0]`: `cpu` is '-1', must be a quantity",
                "'manifests: CLUSTER\nwhatIf: [{name: x, links: always}]' | `whatIf[0]`: `links` is 'always', must be required, preferred or none",
            })
    void aBadScenarioIsRefusedByNameAndNothingIsWritten(String text, String message) throws IOException {
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(
                scenario,
                text.replace("CLUSTER", SIMULATIONS.resolve("day/cluster").toString()));
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(scenario, "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(report).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec:' | cluster.yaml:4: not YAML",
                "'apiVersion: v2\nkind: Pod\nmetadata: {name: a}' | cluster.yaml:1: `Pod` of API version `v2` is not supported by simulate, but that of `v1` is",
                "'apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {allocatable: {cpu: -4}}' | `status.allocatable.cpu` is '-4', must not be negative",
                "'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: m, image: x, resources: {requests: {memory: -1Gi}}}]}' | resources.requests.memory` is '-1Gi', must not be negative",
            })
    void aBadClusterIsRefusedByFileAndLineAndNothingIsWritten(String yaml, String message) throws IOException {
        Path cluster = Files.createDirectory(folder.resolve("cluster"));
        Files.writeString(cluster.resolve("cluster.yaml"), yaml);
        Path report = folder.resolve("report.html");

        CommandLineRun run = simulate(cluster, "--report", report.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(report).doesNotExist();
    }

    @Test
    void unknownFieldsArePassedOverAndNamed() throws IOException {
        Path cluster = Files.writeString(folder.resolve("cluster.yaml"), """
                {apiVersion: v1, kind: Pod, metadata: {name: a},
                 spec: {schedulrName: x, containers: [{name: m, image: x}]}}
                """);
        Path scenario = Files.writeString(folder.resolve("scenario.txt"), """
                manifests: cluster.yaml
                strategys: [random]
                whatIf:
                - {name: x, links: none, off: 1}
                """);

        CommandLineRun run = simulate(scenario);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err().lines())
                .contains(
                        scenario + ":2: unknown field `strategys`; did you mean `strategies`?; it is passed over",
                        scenario + ":4: unknown field `off` in whatIf[0]; did you mean `of`?; it is passed over",
                        cluster
                                + ":2: unknown field `schedulrName` in spec; did you mean `schedulerName`?; it is passed over");
    }

    /** Half of the providers with each consumer: what the formula of the paper says of the placement that is printed. */
    @Test
    void aRasaInstanceIsRunFromItsFile() throws IOException {
        Path instance = folder.resolve("tiny.json");
        Files.writeString(instance, """
                {"ServiceList": [
                   {"Service": "A", "RequestCPU": 0.1, "RequestMem": 0.1, "ContainerList": ["a1", "a2"], "CompatibleMachines": "*"},
                   {"Service": "B", "RequestCPU": 0.1, "RequestMem": 0.1, "ContainerList": ["b1"], "CompatibleMachines": "*"}],
                 "MachineList": [
                   {"MachineIP": "m0", "TotalCPU": 0.2, "TotalMem": 0.2, "InitialDeployingContainers": ["a1", "a2"]},
                   {"MachineIP": "m1", "TotalCPU": 0.2, "TotalMem": 0.2, "InitialDeployingContainers": ["b1"]}],
                 "TrafficList": [{"Service1": "A", "Service2": "B", "Traffic": 1.0}]}
                """);

        CommandLineRun run = simulate(instance, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("nodes").asInt()).isEqualTo(2);
        for (JsonNode strategy : json.path("strategies")) {
            JsonNode measures = strategy.path("measures");
            assertThat(measures.path("placed").asInt()).isEqualTo(3);
            // B has one replica: with one of two of A it gains a half, alone nothing.
            assertThat(measures.path("gainedAffinity").asDouble())
                    .isEqualTo(measures.path("inProcess").asInt() == 1 ? 0.5 : 0);
        }
        assertThat(json.path("strategies")
                        .path(0)
                        .path("measures")
                        .path("inProcess")
                        .asInt())
                .isEqualTo(1);
    }

    /** The nodes are in the file beside it; the GPU that no node has enough of leaves its Pod waiting. */
    @Test
    void openbIsRunFromItsFiles() throws IOException {
        Files.writeString(folder.resolve("openb_node_list_all_node.csv"), """
                sn,cpu_milli,memory_mib,gpu,model
                n0,32000,262144,0,
                n1,64000,262144,2,P100
                """);
        Path pods = folder.resolve("openb_pod_list_default.csv");
        Files.writeString(pods, """
                name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
                p0,12000,16384,1,460,,LS,Running,0,12537496,0
                p1,6000,12288,1,600,T4|P100,LS,Running,427061,12902960,427061
                p2,6000,12288,4,1000,,LS,Running,427062,12902960,427061
                p3,6000,12288,1,1000,T4,LS,Running,427063,12902960,427061
                p4,40000,12288,0,0,,BE,Running,427064,12902960,427061
                """);

        CommandLineRun run = simulate(pods, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (JsonNode strategy : new ObjectMapper().readTree(run.out()).path("strategies")) {
            assertThat(strategy.path("unplaced").findValuesAsText("pod")).containsExactly("default/p2", "default/p3");
        }
        Files.writeString(pods, "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time\np0,-5,1,0,0,,0\n");
        assertThat(simulate(pods).err())
                .endsWith(pods + ":2: field `cpu_milli` is '-5', must be a whole number, 0 or more\n");
    }

    /** Means over seeds are in all forms; the rest is of the first, and a seed more or less changes nothing of another. */
    @Test
    void severalSeedsSayHowSureTheMeanIs() throws IOException {
        Path scenario = folder.resolve("seeds.txt");
        Files.writeString(
                scenario,
                "manifests: " + ProjectRoot.path().resolve("examples/pricing") + "\nstrategies: [random, first-fit]\n");

        CommandLineRun run = simulate(scenario, "--seeds", "5", "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(json))
                .isEmpty();
        double[] values = IntStream.range(0, 5)
                .mapToDouble(seed -> Double.parseDouble(simulate(scenario, "--seed", String.valueOf(seed), "-o", "csv")
                        .out()
                        .lines()
                        .toList()
                        .get(1)
                        .split(",", -1)[11]))
                .toArray();
        JsonNode random = json.path("strategies").path(0);
        assertThat(random.path("overSeeds").path("inProcess").path("mean").asDouble())
                .isEqualTo(Arrays.stream(values).average().orElseThrow());
        assertThat(random.path("measures").path("inProcess").asDouble()).isEqualTo(values[0]);
        assertThat(simulate(scenario, "--seeds", "5").out())
                .contains("Over all seeds, mean and half of its 95 % interval");
        assertThat(simulate(scenario, "--seeds", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void aMissingScenarioIsUnusable() {
        assertThat(simulate(folder.resolve("none.yaml")).err()).endsWith("none.yaml: no such file\n");
    }
}
