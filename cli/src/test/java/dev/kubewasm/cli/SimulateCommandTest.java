package dev.kubewasm.cli;

import static dev.kubewasm.cli.CommandLineRun.simulate;
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
import java.util.regex.Pattern;
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
                .hasSize(2 * 6);
        assertThat(Files.readString(report)).contains("<li>0.5 h: node-0 is drained</li>");
        assertThat(simulate(scenario, "-o", "json").out()).isEqualTo(run.out());
        assertThat(simulate(scenario).out()).contains("nodesMean", "waitP99");
    }

    /** Both old providers cover their consumers until there is one of the new version on each of their nodes; one node has more room. */
    @Test
    void anUpgradedProviderGoesWhereItsConsumersAre() throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (String node : new String[] {"a", "b"}) {
            yaml.append("""
                    apiVersion: v1
                    kind: Node
                    metadata: {name: %1$s, labels: {kube-wasm/runtime: jvm}}
                    status: {allocatable: {cpu: "%2$s", memory: 64Gi, pods: "110"}}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: catalog-%1$s
                      labels: {app: catalog, pod-template-hash: h1}
                      ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: catalog-h1, uid: c, controller: true}]
                      annotations: {kube-wasm/wit: "package shop:catalog; interface items { find: func(); } world component { export items; }"}
                    spec:
                      schedulerName: kube-wasm
                      nodeName: %1$s
                      containers: [{name: main, image: x.example/catalog, resources: {requests: {cpu: "1"}}}]
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: front-%1$s
                      annotations: {kube-wasm/wit: "package shop:front; world component { import shop:catalog/items; } package shop:catalog { interface items { find: func(); } }"}
                    spec:
                      schedulerName: kube-wasm
                      nodeName: %1$s
                      containers: [{name: main, image: x.example/front, resources: {requests: {cpu: "1"}}}]
                    ---
                    """.formatted(node, node.equals("a") ? "64" : "4"));
        }
        Files.writeString(folder.resolve("cluster.yaml"), yaml.toString());
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, """
                manifests: cluster.yaml
                strategies: [kube-wasm]
                timeline:
                  until: 1h
                  events: [{at: 10m, upgrade: replicaset/catalog-h1}]
                """);

        CommandLineRun run = simulate(scenario, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode column =
                new ObjectMapper().readTree(run.out()).path("strategies").path(0);
        assertThat(column.path("overTime").path("replaced").asInt()).isEqualTo(2);
        assertThat(column.path("measures").path("inProcess").asInt()).isEqualTo(2);
    }

    @Test
    void theCsvHasALineForEachStrategy() {
        CommandLineRun run = simulate(SIMULATIONS.resolve("pricing/scenario.yaml"), "-o", "csv");

        assertThat(run.out().lines())
                .hasSize(8)
                .first()
                .isEqualTo(
                        "strategy,placed,pending,preempted,moved,nodes,cost,cpu,memory,cpuFragmentation,memoryFragmentation,"
                                + "links,inProcess,sameNode,crossNode,crossZone,unserved,callsInProcess,callsSameNode,"
                                + "callsCrossNode,callsCrossZone,bytesInProcess,bytesSameNode,bytesCrossNode,bytesCrossZone,"
                                + "localTraffic,gainedAffinity,chainMicros");
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
                    assertThat(html).containsPattern(pod.path("pod").asText() + "(</button>)?</li>");
                }
            }
        }
        assertThat(Pattern.compile("<h4>").matcher(html).results()).hasSize(nodes);
        assertThat(Pattern.compile("style=\"--hue:").matcher(html).results()).hasSize(pods);
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .as("nothing is loaded from elsewhere")
                .doesNotContain(" src=", "@import", "url(", "fetch(", "http://", "https://");
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
        assertThat(run.out().lines().toList().getLast()).startsWith("kube-scheduler,2,0,0,0,2,");
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

    /** A cluster whose nodes say nothing of a cost has one by its prices; what no price fits is told, and a shape without one. */
    @Test
    void nodesCostWhatThePricesSay() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Files.writeString(folder.resolve(name + ".yaml"), """
                    apiVersion: v1
                    kind: Node
                    metadata: {name: %1$s, labels: {node.kubernetes.io/instance-type: type-%1$s}}
                    status: {allocatable: {cpu: 3920m, memory: 15Gi, pods: "110"}}
                    ---
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: pod-%1$s}
                    spec: {nodeName: %1$s, containers: [{name: main, image: x.example/yes:v1}]}
                    """.formatted(name));
        }
        Path scenario = folder.resolve("scenario.txt");
        String text =
                "manifests: .\nstrategies: [first-fit]\nwhatIf: [{name: half, nodeShape: {cpu: 2, memory: 8Gi%s}}]\n";

        Files.writeString(
                scenario,
                text.formatted("")
                        + "prices: [{instanceType: type-a, cost: 7}, {cpu: 4, memory: 16Gi, perCpu: 100}]\n");
        CommandLineRun both = simulate(scenario);
        Files.writeString(scenario, text.formatted(", cost: 3") + "prices: [{instanceType: type-a, cost: 7}]\n");
        CommandLineRun one = simulate(scenario);
        Files.writeString(scenario, text.formatted(""));
        CommandLineRun none = simulate(scenario);

        assertThat(both.out()).containsPattern("(?m)^cost +399 +399 +400$");
        assertThat(one.out()).containsPattern("(?m)^cost +7 +7 +6$");
        assertThat(one.err())
                .contains("`prices` has none for 1 of the nodes, such as b: they cost what their kube-wasm/cost says,"
                        + " else nothing\n");
        assertThat(none.err())
                .contains("`whatIf[0]`: nodes of another shape cost what they did; `cost` in `nodeShape`, or `prices`,"
                        + " says otherwise\n");
    }

    /** The batch work has no WIT; with some it is linked, and only where nodes link, by every strategy. */
    @ParameterizedTest
    @ValueSource(strings = {"kube-wasm", "kube-scheduler", "first-fit"})
    void aContainerIsAComponentByTheWitGiven(String strategy) throws IOException {
        Files.writeString(folder.resolve("plain.yaml"), """
                apiVersion: v1
                kind: Node
                metadata: {name: a-plain}
                status: {allocatable: {cpu: "64", memory: 256Gi, pods: "110"}}
                """);
        for (String file : new String[] {"nodes.yaml", "shop.yaml"}) {
            Files.copy(SIMULATIONS.resolve("day/cluster").resolve(file), folder.resolve(file));
        }
        Path scenario = folder.resolve("scenario.txt");
        Files.writeString(scenario, """
                manifests: .
                strategies: [%s]
                whatIf:
                - name: component
                  of: deployment/batch
                  wit: |
                    package shop:batch;
                    world component { import shop:catalog/items; }
                    package shop:catalog { interface items { find: func(id: u32) -> string; } }
                  links: "shop:catalog/items=preferred"
                """.formatted(strategy));

        CommandLineRun run = simulate(scenario, "-o", "json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode columns = new ObjectMapper().readTree(run.out()).path("strategies");
        int before = columns.path(0).path("measures").path("links").asInt();
        assertThat(columns.path(1).path("measures").path("links").asInt()).isEqualTo(before + 1);
        assertThat(columns.path(1).path("nodes"))
                .noneMatch(node -> node.path("name").asText().equals("a-plain")
                        && node.path("pods").toString().contains("batch"));
    }

    @Test
    void whatCantBeMadeUpIsNamedByItsOption() {
        Path made = folder.resolve("made-up");

        assertThat(CommandLineRun.of("simulate", "generate", made.toString(), "--node-cpus", "0")
                        .err())
                .startsWith("kube-wasm: --node-cpus is 0, must be 1 to 10000");
        assertThat(CommandLineRun.of("simulate", "generate", made.toString(), "--cpu", "0")
                        .err())
                .startsWith("kube-wasm: --cpu is 0, must be 1 to 1000000");
        assertThat(made).doesNotExist();
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
                        .split(",", -1)[12]))
                .toArray();
        JsonNode random = json.path("strategies").path(0);
        assertThat(random.path("overSeeds").path("inProcess").path("mean").asDouble())
                .isEqualTo(Arrays.stream(values).average().orElseThrow());
        assertThat(random.path("measures").path("inProcess").asDouble()).isEqualTo(values[0]);
        assertThat(simulate(scenario, "--seeds", "5").out())
                .contains("Over all seeds, mean and half of its 95 % interval");
        assertThat(simulate(scenario, "--seeds", "0").exitCode()).isEqualTo(2);
    }
}
