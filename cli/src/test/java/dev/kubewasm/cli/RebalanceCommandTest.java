package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebalanceCommandTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private static String node(String name) {
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %s
                  labels: {kube-wasm/runtime: jvm}
                status:
                  allocatable: {cpu: "4", memory: 8Gi, pods: "110"}
                """.formatted(name);
    }

    /** A bound Pod of a ReplicaSet, with its WIT in an annotation. */
    private static String pod(String name, String node, String wit) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s-1
                  labels: {app: %1$s}
                  annotations:
                    kube-wasm/links: preferred
                    kube-wasm/wit: |
                      package a:b;
                      interface store { get: func() -> u32; }
                      world w { %3$s store; }
                  ownerReferences:
                    - {apiVersion: apps/v1, kind: ReplicaSet, name: %1$s, uid: "%1$s", controller: true}
                spec:
                  schedulerName: kube-wasm
                  nodeName: %2$s
                  containers:
                    - {name: main, image: "registry.example.com/%1$s", resources: {requests: {cpu: 100m, memory: 64Mi}}}
                """.formatted(name, node, wit);
    }

    private static String budget(String app, String limit) {
        return """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %1$s}
                spec:
                  %2$s
                  selector: {matchLabels: {app: %1$s}}
                """.formatted(app, limit);
    }

    private CommandLineRun rebalance(String options, String... documents) throws IOException {
        Files.writeString(folder.resolve("cluster.yaml"), String.join("---\n", documents));
        return CommandLineRun.of(
                Stream.concat(Stream.of("rebalance", folder.toString()), CommandLineRun.words(options).stream())
                        .toArray(String[]::new));
    }

    private static final String[] APART = {
        node("a"),
        node("b"),
        pod("store", "a", "export"),
        pod("shop", "b", "import"),
        budget("store", "minAvailable: 1")
    };

    @Test
    void theMovesThatPayArePrinted() throws IOException {
        CommandLineRun run = rebalance("--weight balance=0", APART);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        Step 1 gains 1000 for 500: preferredLink 1000 -> 0
                          default/shop-1: b -> a
                        The soft score goes from -1000 to -500, the price of the moves included.
                        """);
        assertThat(run.exitCode()).isZero();
    }

    /** Else what it is linked to isn't known, and that is said. */
    @Test
    void aPodOfAnotherProfileIsOursWhereItsNameIsGiven() throws IOException {
        String[] packed = Stream.of(APART)
                .map(document -> document.contains("name: shop-1")
                        ? document.replace("schedulerName: kube-wasm", "schedulerName: kube-wasm-packed")
                        : document)
                .toArray(String[]::new);

        CommandLineRun without = rebalance("--weight balance=0", packed);
        assertThat(without.out()).isEqualTo("No move pays.\n");
        assertThat(without.err())
                .contains("Pod default/shop-1 is of scheduler kube-wasm-packed")
                .contains("--scheduler-name");
        CommandLineRun with = rebalance("--weight balance=0 --scheduler-name kube-wasm-packed", packed);
        assertThat(with.err()).isEmpty();
        assertThat(with.out())
                .isEqualTo(rebalance("--weight balance=0", APART).out())
                .contains("default/shop-1: b -> a");
    }

    private String configuration(String pluginConfig) throws IOException {
        return Files.writeString(elsewhere.resolve("scheduler.yaml"), """
                        apiVersion: kube-wasm/v1alpha1
                        kind: SchedulerConfiguration
                        profiles:
                        - schedulerName: kube-wasm
                        - schedulerName: other
                          pluginConfig:
                        """ + pluginConfig.indent(2))
                .toString();
    }

    private static final String ONLY_B = """
            - name: NodeAffinity
              args:
                addedAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [b]}]
            """;

    private static final String HARD_SPREAD = """
            - name: PodTopologySpread
              args:
                defaultingType: List
                defaultConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule}]
            """;

    @Test
    void aPodMovesByTheRulesOfItsProfile() throws IOException {
        String[] named = Stream.of(APART)
                .map(document -> document.replaceAll(
                        "(name: (.)\n  labels: .kube-wasm/runtime: jvm)", "$1, kubernetes.io/hostname: $2"))
                .toArray(String[]::new);
        String[] other = Stream.of(named)
                .map(document -> document.contains("name: shop-1")
                        ? document.replace("schedulerName: kube-wasm", "schedulerName: other")
                        : document)
                .toArray(String[]::new);
        String options = "--weight balance=0 --config " + configuration(ONLY_B);

        assertThat(rebalance(options, named).out()).contains("default/shop-1: b -> a");
        CommandLineRun kept = rebalance(options, other);
        assertThat(kept.out()).as("its profile has it on b").isEqualTo("No move pays.\n");
        assertThat(kept.err()).isEmpty();

        options = "--weight balance=0 --config " + configuration(HARD_SPREAD);
        assertThat(rebalance(options, named).out()).contains("default/shop-1: b -> a");
        CommandLineRun stays = rebalance(options, other);
        assertThat(stays.out()).isEqualTo("No move pays.\n");
        assertThat(stays.err()).contains("default/shop-1 stays:").contains("hard spread");
    }

    @Test
    void aConfigurationThatIsNotUsableIsNamed() throws IOException {
        CommandLineRun broken = rebalance("--config " + configuration("- name: NoSuchPlugin\n  args: {}\n"), APART);
        assertThat(broken.err()).contains("scheduler.yaml:").contains("NoSuchPlugin");
        assertThat(broken.exitCode()).isEqualTo(2);
        CommandLineRun both = rebalance("--scheduler-name other --config " + configuration(ONLY_B), APART);
        assertThat(both.err()).contains("--config has the names of all profiles");
        assertThat(both.exitCode()).isEqualTo(2);
    }

    @Test
    void theJsonKeepsTheSchema() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(rebalance("--output json", APART).out());

        assertThat(json.at("/steps/0/moves/0/name").asText()).isEqualTo("shop-1");
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(ProjectRoot.path().resolve("docs/rebalance-output.schema.json")))
                        .validate(json))
                .isEmpty();
    }

    @Test
    void whereNoMovePaysNoneIsPrinted() throws IOException {
        CommandLineRun run = rebalance("--weight disruption=5000", APART);

        assertThat(run.out()).isEqualTo("No move pays.\n");
        assertThat(run.exitCode()).isZero();
    }

    private static String ordinary(String name, String app, String node, String cpu) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s
                  labels: {app: %2$s}
                  ownerReferences:
                    - {apiVersion: apps/v1, kind: ReplicaSet, name: %2$s, uid: "%2$s", controller: true}
                spec:
                  schedulerName: kube-wasm
                  nodeName: %3$s
                  containers:
                    - {name: main, image: "registry.example.com/%2$s", resources: {requests: {cpu: %4$s, memory: 128Mi}}}
                """.formatted(name, app, node, cpu);
    }

    private static final String GUARD = """
                  affinity:
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                        - {labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}
                """;

    /** Two replicas had better be apart; on the other node is a Pod that minds them. */
    @Test
    void aNodeIsLeftToAPodThatMindsThoseThatMove() throws IOException {
        String[] pods = {
            node("a").replace("kube-wasm/runtime: jvm", "kubernetes.io/hostname: a"),
            node("b").replace("kube-wasm/runtime: jvm", "kubernetes.io/hostname: b"),
            ordinary("web-1", "web", "a", "1800m"),
            ordinary("web-2", "web", "a", "1800m"),
            ordinary("guard", "guard", "b", "100m")
        };

        assertThat(rebalance("--weight disruption=0", pods).out()).contains("default/web-1: a -> b");
        pods[4] += GUARD;
        assertThat(rebalance("--weight disruption=0", pods).out()).isEqualTo("No move pays.\n");
    }

    @Test
    void aRequiredLinkThatNobodyServesIsANegativeAnswer() throws IOException {
        CommandLineRun run = rebalance(
                "",
                node("a"),
                node("b") + "spec: {unschedulable: true}\n",
                pod("store", "a", "export"),
                pod("shop", "b", "import").replace("links: preferred", "links: required"),
                budget("shop", "maxUnavailable: 0%"));

        assertThat(run.out()).contains("No move pays.", "unusable in places: requiredLink takes 1");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void badInputIsNamed() throws IOException {
        assertThat(rebalance("", node("a"), budget("store", "minAvailable: -1")))
                .satisfies(run -> assertThat(run.err())
                        .contains("cluster.yaml:9: `spec.minAvailable` is `-1`, must be a number of Pods"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2));
        assertThat(rebalance("", pod("store", "a", "export")))
                .satisfies(run -> assertThat(run.err()).contains("there is no Node among the YAML"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2));
        assertThat(rebalance("", node("a"), pod("store", "a", "exports")))
                .satisfies(run -> assertThat(run.err()).contains("Pod default/store-1, container main: "))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2));
        assertThat(rebalance("--weight balanced=1", APART))
                .satisfies(run -> assertThat(run.err()).contains("there is no soft constraint 'balanced'"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2));
    }
}
