package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.testkit.Golden;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases as their users run them; what is printed is in the golden files. */
class ExplainCommandTest {
    private static final Path CASES = Path.of("src/test/resources/explain");

    private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n";

    @TempDir
    private Path temp;

    private static CommandLineRun cases(Path file, String... more) {
        String[] words = {"explain", "--cases", file.toString()};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandLineRun.of(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases", "some-bad"})
    void sessions(String name) {
        CommandLineRun run = cases(CASES.resolve(name + ".jsonl"));
        Golden.check(
                CASES.resolve("sessions/" + name + ".txt"), run.out() + run.err() + "exit " + run.exitCode() + "\n");
    }

    private static CommandLineRun pod(String name, String... more) {
        String[] words = {
            "explain",
            name,
            "-n",
            "shop",
            "--snapshot",
            CASES.resolve("pods/cluster.yaml").toString()
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandLineRun.of(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storefront",
                "large-storefront",
                "orphan",
                "batch",
                "huge",
                "claims",
                "catalog",
                "helper",
                "none"
            })
    void pods(String name) {
        CommandLineRun run = pod(name);
        Golden.check(CASES.resolve("pods/" + name + ".txt"), run.out() + run.err() + "exit " + run.exitCode() + "\n");
    }

    @Test
    void thePodsOfAnotherProfileAreReadWhereItsNameIsGiven() throws IOException {
        String cluster = Files.readString(CASES.resolve("pods/cluster.yaml"));
        Path packed = Files.writeString(
                temp.resolve("packed.yaml"), cluster.replace("schedulerName: kube-wasm", "schedulerName: packed"));

        CommandLineRun without =
                CommandLineRun.of("explain", "storefront", "-n", "shop", "--snapshot", packed.toString());
        CommandLineRun with = CommandLineRun.of(
                "explain", "storefront", "-n", "shop", "--snapshot", packed.toString(), "--scheduler-name", "packed");

        assertThat(without.err()).contains("Pod shop/storefront is of scheduler packed");
        assertThat(without.out()).isNotEqualTo(pod("storefront").out());
        assertThat(with.out()).isEqualTo(pod("storefront").out());
        assertThat(with.err()).doesNotContain("is of scheduler");
    }

    /** A file with the profile {@code kube-wasm}, and {@code western} whose Pods keep to node west. */
    private Path twoProfiles() throws IOException {
        return Files.writeString(temp.resolve("scheduler.yaml"), """
                apiVersion: kube-wasm/v1alpha1
                kind: SchedulerConfiguration
                profiles:
                - schedulerName: kube-wasm
                - schedulerName: western
                  pluginConfig:
                  - name: NodeAffinity
                    args:
                      addedAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms:
                          - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [west]}]
                """);
    }

    private Path snapshot(String yaml) throws IOException {
        return Files.writeString(temp.resolve("snapshot.yaml"), yaml);
    }

    private CommandLineRun configured(Path snapshot, String pod) throws IOException {
        return CommandLineRun.of(
                "explain",
                pod,
                "-n",
                "shop",
                "--snapshot",
                snapshot.toString(),
                "--config",
                twoProfiles().toString());
    }

    @Test
    void aPodIsExplainedByTheRulesOfItsProfile() throws IOException {
        String cluster = Files.readString(CASES.resolve("pods/cluster.yaml"));
        Path western = snapshot(cluster.replace("schedulerName: kube-wasm", "schedulerName: western"));

        assertThat(pod("storefront", "--config", twoProfiles().toString()).out())
                .isEqualTo(pod("storefront").out());
        CommandLineRun run = configured(western, "storefront");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("NodeAffinity: node(s) didn't match scheduler-enforced node affinity")
                .contains("TaintToleration");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void linkedPodsKeepToTheRulesOfEachsOwnProfile() throws IOException {
        String yaml = NAMESPACE
                + node("east", 8)
                + node("west", 2)
                + component("provider", "western", "export")
                + component("consumer", "kube-wasm", "import");
        assertThat(configured(snapshot(yaml.replace("western", "kube-wasm")), "consumer")
                        .out())
                .as("where the consumer's own rules leave it")
                .startsWith("Pod shop/consumer goes to east.");
        Path cluster = snapshot(yaml);

        assertThat(configured(cluster, "provider").out()).startsWith("Pod shop/provider goes to west.");
        CommandLineRun consumer = configured(cluster, "consumer");
        assertThat(consumer.out()).startsWith("Pod shop/consumer goes to west.");
        assertThat(consumer.err()).isEmpty();
    }

    @Test
    void aPodOfNoProfileOfTheConfigurationIsSaid() throws IOException {
        Path cluster = snapshot(NAMESPACE + node("east", 8) + component("stranger", "elsewhere", "export"));

        assertThat(configured(cluster, "stranger").err())
                .contains("Pod shop/stranger is of no profile of")
                .contains("scheduler.yaml: it is explained by kube-scheduler's default profile");
        CommandLineRun both = pod("storefront", "--config", twoProfiles().toString(), "--scheduler-name", "other");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--config has the names of all profiles");
    }

    private static String node(String name, int cpus) {
        return """
                apiVersion: v1
                kind: Node
                metadata:
                  name: %s
                  labels: {kube-wasm/runtime: jvm, kubernetes.io/hostname: %s}
                status:
                  allocatable: {cpu: "%d", memory: 4Gi, pods: "110"}
                ---
                """.formatted(name, name, cpus);
    }

    private static String component(String name, String scheduler, String direction) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  namespace: shop
                  annotations:
                    kube-wasm/wit: |
                      package a:b;
                      interface store { get: func() -> u32; }
                      world w { %s store; }
                spec:
                  schedulerName: %s
                  containers:
                  - name: main
                    image: registry.example.com/%s:v1
                    resources: {requests: {cpu: 100m, memory: 64Mi}}
                ---
                """.formatted(name, direction, scheduler, name);
    }

    @Test
    void aConfigurationThatCannotBeReadIsNamed() throws IOException {
        Path config = Files.writeString(
                temp.resolve("scheduler.yaml"),
                "apiVersion: kube-wasm/v1alpha1\nkind: SchedulerConfiguration\nprofile: []\n");
        CommandLineRun run = pod("storefront", "--config", config.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("scheduler.yaml:3:").contains("profile: unknown field");

        CommandLineRun cases = CommandLineRun.of(
                "explain",
                "--config",
                config.toString(),
                "--cases",
                CASES.resolve("cases.jsonl").toString());
        assertThat(cases.exitCode()).isEqualTo(2);
        assertThat(cases.err()).contains("--config is for one Pod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"storefront", "large-storefront", "orphan", "batch", "huge", "claims", "catalog"})
    void podsKeepTheSchema(String name) throws IOException {
        CommandLineRun run = pod(name, "--output", "json");
        assertThat(schema().validate(new ObjectMapper().readTree(run.out()))).isEmpty();
    }

    @Test
    void help() {
        Golden.check(
                CASES.resolve("sessions/help.txt"),
                CommandLineRun.of("explain", "--help").out());
    }

    @Test
    void answersKeepTheSchema() throws IOException {
        JsonSchema schema = schema();
        CommandLineRun run = cases(CASES.resolve("cases.jsonl"));
        assertThat(run.out().lines()).hasSize(3).allSatisfy(line -> assertThat(
                        schema.validate(new ObjectMapper().readTree(line)))
                .isEmpty());
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(ProjectRoot.path().resolve("docs/explain-output.schema.json")));
    }

    @Test
    void aZippedFileIsReadByWhatItIs() throws IOException {
        Path zipped = temp.resolve("cases");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(CASES.resolve("cases.jsonl"), out);
        }
        assertThat(cases(zipped, "--output", "jsonl")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.GOOD);
            assertThat(run.out()).isEqualTo(cases(CASES.resolve("cases.jsonl")).out());
        });
    }

    @Test
    void aFileCutInItsMiddleIsUnusableAfterWhatCouldBeRead() throws IOException {
        Path whole = temp.resolve("cases.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            Files.copy(CASES.resolve("cases.jsonl"), out);
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(temp.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(cases(cut)).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).startsWith("kube-wasm: " + cut + ": can't be read: ");
        });
    }

    @Test
    void unusableUsage() {
        assertThat(cases(Path.of("nowhere.jsonl"))).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).startsWith("kube-wasm: nowhere.jsonl: there is no such file");
        });
        assertThat(cases(temp).exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(CommandLineRun.of("explain").err()).contains("Give POD or --cases FILE");
        assertThat(cases(CASES.resolve("cases.jsonl"), "a-pod").exitCode()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(cases(CASES.resolve("cases.jsonl"), "--output", "text").err())
                .contains("--output text is for one Pod");
        assertThat(pod("storefront", "--output", "jsonl").err()).contains("--output jsonl is for --cases");
        assertThat(CommandLineRun.of("explain", "a", "--snapshot", "nowhere.yaml"))
                .satisfies(run -> {
                    assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
                    assertThat(run.err()).isEqualTo("kube-wasm: nowhere.yaml: no such file or folder\n");
                });
        assertThat(cases(CASES.resolve("cases.jsonl"), "--output", "xml")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(run.err()).contains("'--output'", "jsonl");
        });
    }
}
