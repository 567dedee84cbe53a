package dev.kubewasm.cli;

import static dev.kubewasm.cli.CommandLineRun.simulate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a simulation measures of small clusters whose figures can be told by hand. */
class SimulatedMeasuresTest {
    @TempDir
    private Path folder;

    private static String node(String name, String runtime, String zone) {
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %1$s
                  labels: {kube-wasm/runtime: %2$s, topology.kubernetes.io/zone: %3$s, kubernetes.io/hostname: %1$s}
                  annotations: {kube-wasm/cost: "10"}
                status:
                  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
                """.formatted(name, runtime, zone);
    }

    /** A bound Pod of a ReplicaSet; a consumer calls by {@code traffic}. */
    private static String pod(String name, String set, String node, String wit, int traffic) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s
                  labels: {app: %2$s}
                  annotations:
                    kube-wasm/links: preferred
                    kube-wasm/traffic: "%5$d"
                    kube-wasm/wit: |
                      package a:b;
                      interface store { get: func() -> u32; }
                      world w { %4$s store; }
                  ownerReferences:
                    - {apiVersion: apps/v1, kind: ReplicaSet, name: %2$s, uid: "%2$s", controller: true}
                spec:
                  schedulerName: kube-wasm
                  nodeName: %3$s
                  containers:
                    - {name: main, image: "registry.example.com/%2$s", resources: {requests: {cpu: 100m, memory: 64Mi}}}
                """.formatted(name, set, node, wit, traffic);
    }

    private Path scenario(String scenario, String... documents) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("cluster")).resolve("all.yaml"),
                String.join("---\n", documents));
        Path file = folder.resolve("scenario.txt");
        Files.writeString(file, "manifests: cluster\n" + scenario);
        return file;
    }

    private static JsonNode json(Path scenario) throws IOException {
        CommandLineRun run = simulate(scenario, "-o", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/simulation-output.schema.json")))
                        .validate(json))
                .isEmpty();
        return json;
    }

    /** A process is one that links: on a node of a containerd shim two Pods are two processes. */
    @Test
    void callsAndBytesAreCountedByHowFarTheyGo() throws IOException {
        JsonNode json = json(scenario(
                """
                strategies: [first-fit]
                callBytes: {"a:b/store": 100}
                latency: {sameNode: 7}
                """,
                node("a", "jvm", "x"),
                node("c", "jvm", "x"),
                node("d", "jvm", "z"),
                node("shim", "wasmtime", "y"),
                pod("store-1", "store", "a", "export", 1),
                pod("store-2", "store", "shim", "export", 1),
                pod("shop-1", "shop", "a", "import", 2),
                pod("shop-2", "shop", "shim", "import", 3),
                pod("shop-3", "shop", "c", "import", 5),
                pod("shop-4", "shop", "d", "import", 11)));

        JsonNode measures = json.path("strategies").path(0).path("measures");
        assertThat(List.of("links", "inProcess", "sameNode", "crossNode", "crossZone", "unserved"))
                .map(name -> measures.path(name).asInt())
                .containsExactly(4, 1, 1, 1, 1, 0);
        assertThat(List.of("callsInProcess", "callsSameNode", "callsCrossNode", "callsCrossZone"))
                .map(name -> measures.path(name).asInt())
                .containsExactly(2, 3, 5, 11);
        assertThat(List.of("bytesInProcess", "bytesSameNode", "bytesCrossNode", "bytesCrossZone"))
                .map(name -> measures.path(name).asInt())
                .containsExactly(200, 300, 500, 1100);
        assertThat(measures.path("localTraffic").asDouble()).isEqualTo(2.0 / 21);
        assertThat(measures.path("chainMicros").asDouble()).isEqualTo((0.05 + 7 + 300 + 1_000) / 4);
        assertThat(json.path("before").path("measures")).isEqualTo(measures);
    }

    private static final String[] APART = {
        node("a", "jvm", "x"),
        node("b", "jvm", "x"),
        pod("store-1", "store", "a", "export", 1),
        pod("shop-1", "shop", "b", "import", 1)
    };

    /** What {@code kube-wasm rebalance} would do, beside what there is. */
    @Test
    void aRebalancingMovesWhatPays() throws IOException {
        JsonNode json = json(scenario("""
                strategies: [kube-wasm]
                weights: {balance: 0}
                rebalance: {maxMoves: 5}
                """, APART));

        JsonNode rebalanced = json.path("strategies").path(1);
        assertThat(json.path("before").path("measures").path("nodes").asInt()).isEqualTo(2);
        assertThat(json.path("strategies")
                        .path(0)
                        .path("measures")
                        .path("moved")
                        .asInt())
                .isZero();
        assertThat(rebalanced.path("strategy").asText()).isEqualTo("rebalance");
        assertThat(rebalanced.path("measures").path("moved").asInt()).isEqualTo(1);
        assertThat(rebalanced.path("measures").path("localTraffic").asDouble()).isEqualTo(1);
        JsonNode move = rebalanced.path("steps").path(0).path("moves").path(0);
        assertThat(move.path("from").asText()).isNotEqualTo(move.path("to").asText());
        assertThat(rebalanced.path("nodes").findValuesAsText("from"))
                .containsExactly(move.path("from").asText());
    }

    @Test
    void aRebalancingKeepsDisruptionBudgets() throws IOException {
        String budget = """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %1$s}
                spec: {minAvailable: 1, selector: {matchLabels: {app: %1$s}}}
                """;
        JsonNode json = json(scenario(
                "strategies: [kube-wasm]\nweights: {balance: 0}\nrebalance: {}\n",
                String.join("---\n", APART),
                budget.formatted("store"),
                budget.formatted("shop")));

        JsonNode rebalanced = json.path("strategies").path(1);
        assertThat(rebalanced.path("steps")).isEmpty();
        assertThat(rebalanced.path("measures").path("moved").asInt()).isZero();
    }

    /** Placed from scratch, a bound Pod that lands elsewhere was moved. */
    @Test
    void whatIsPlacedElsewhereWasMoved() throws IOException {
        JsonNode json = json(scenario("pods: all\nstrategies: [first-fit]\n", APART));

        JsonNode placed = json.path("strategies").path(0);
        assertThat(placed.path("measures").path("placed").asInt()).isEqualTo(2);
        assertThat(placed.path("measures").path("moved").asInt()).isEqualTo(1);
        assertThat(placed.path("nodes")
                        .path(0)
                        .path("pods")
                        .path(0)
                        .path("from")
                        .asText())
                .isEqualTo("b");
    }

    /** Besides CPU and memory, whatever is requested. */
    @Test
    void everyResourceThatIsRequestedIsMeasured() throws IOException {
        Path scenario = scenario("strategies: [first-fit]\n", """
                apiVersion: v1
                kind: Node
                metadata: {name: a}
                status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110", example.com/gpu: "4"}}
                """, """
                apiVersion: v1
                kind: Pod
                metadata: {name: one}
                spec:
                  containers:
                    - {name: main, image: x.example/one, resources: {requests: {cpu: "3", example.com/gpu: "1"}}}
                """);

        JsonNode measures = json(scenario).path("strategies").path(0).path("measures");
        assertThat(measures.path("requested[example.com/gpu]").asDouble()).isEqualTo(0.25);
        // It doesn't fit a second time, for want of CPU.
        assertThat(measures.path("fragmented[example.com/gpu]").asDouble()).isEqualTo(1);
        assertThat(simulate(scenario).out()).contains("requested[example.com/gpu]       25.0%");
    }

    /** RFC 4180: a name with a comma or a quote is one field. */
    @Test
    void namesInCsvAreOneField() throws IOException {
        Path scenario = scenario("""
                strategies: [first-fit]
                whatIf: [{name: '2 "nodes", no b', removeNodes: [b]}]
                """, APART);

        CommandLineRun run = simulate(scenario, "-o", "csv");

        assertThat(run.out().lines().toList().get(2)).startsWith("\"2 \"\"nodes\"\", no b\",1,0,0,1,1,10,");
        assertThat(run.out()).endsWith("\r\n");
    }

    @Test
    void csvHasTheIntervalsOfSeveralSeeds() throws IOException {
        CommandLineRun run =
                simulate(scenario("strategies: [random]\npods: all\n", APART), "-o", "csv", "--seeds", "3");

        List<String> names = List.of(run.out().lines().toList().get(0).split(",", -1));
        List<String> values = List.of(run.out().lines().toList().get(1).split(",", -1));
        assertThat(values).hasSameSizeAs(names);
        assertThat(values.get(names.indexOf("placed.mean"))).isEqualTo("2");
        assertThat(values.get(names.indexOf("placed.halfWidth"))).isEqualTo("0");
        assertThat(Double.parseDouble(values.get(names.indexOf("nodes.mean")))).isBetween(1.0, 2.0);
    }

    @Test
    void twoColumnsOfOneNameAreRefused() throws IOException {
        Path scenario = scenario("strategies: [random]\nwhatIf: [{name: random, removeNodes: [b]}]\n", APART);

        CommandLineRun run = simulate(scenario);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(scenario + ": two columns are called 'random'");
    }

    @Test
    void badSizesAreNamed() throws IOException {
        assertThat(simulate(scenario("callBytes: {\"a:b/store\": -1}\n", APART)).err())
                .contains("`callBytes`: a:b/store is -1, must be 0 to 104857600");
        assertThat(simulate(scenario("callBytes: {store: 1}\n", APART)).err())
                .contains("`callBytes`: ", "is no interface");
        assertThat(simulate(scenario("rebalance: {maxMoves: 0}\n", APART)).err())
                .contains("`rebalance`: the most moves are 0, must be 1 or more");
    }
}
