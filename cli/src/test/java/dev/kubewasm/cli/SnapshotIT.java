package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kube-wasm snapshot} and {@code kube-wasm explain} against a real API server, with a reader's rights. */
class SnapshotIT {
    private static final String HIDDEN = "hush";
    private static final String WIT = "package example:audit;\ninterface log {}\nworld auditor { export log; }\n";

    @TempDir
    private static Path folder;

    private static ControlPlane controlPlane;
    private static KubernetesClient client;
    private static Path reader;
    private static Path nobody;

    @BeforeAll
    static void start() throws IOException {
        controlPlane = ControlPlane.start();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig())))
                .build();
        reader = kubeconfig("reader");
        nobody = kubeconfig("nobody");
        try (InputStream role = Files.newInputStream(ProjectRoot.path().resolve("manifests/reader/rbac.yaml"))) {
            client.load(role).items().forEach(object -> client.resource(object).create());
        }
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("reader")
                        .endMetadata()
                        .withNewRoleRef()
                        .withApiGroup("rbac.authorization.k8s.io")
                        .withKind("ClusterRole")
                        .withName("kube-wasm-reader")
                        .endRoleRef()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withNamespace("default")
                        .withName("reader")
                        .endSubject()
                        .build())
                .create();
        fill();
    }

    @AfterAll
    static void stop() {
        client.close();
        controlPlane.close();
    }

    private static Path kubeconfig(String account) throws IOException {
        client.serviceAccounts()
                .inNamespace("default")
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .build())
                .create();
        String token = client.serviceAccounts()
                .inNamespace("default")
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return Files.writeString(
                folder.resolve(account + ".kubeconfig"),
                Files.readString(controlPlane.kubeconfig()).replace(controlPlane.adminToken(), token));
    }

    private static void fill() {
        for (int i = 0; i < 5; i++) {
            client.resource(new NodeBuilder()
                            .withNewMetadata()
                            .withName("node-" + i)
                            .addToLabels("kubernetes.io/hostname", "node-" + i)
                            .addToLabels("kube-wasm/runtime", "jvm")
                            .addToAnnotations("example.com/note", HIDDEN)
                            .endMetadata()
                            .withNewStatus()
                            .addToAllocatable("cpu", new Quantity("1"))
                            .addToAllocatable("memory", new Quantity("1Gi"))
                            .addToAllocatable("pods", new Quantity("10"))
                            .endStatus()
                            .build())
                    .create();
        }
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("secret")
                        .endMetadata()
                        .addToStringData("password", HIDDEN)
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("wit")
                        .endMetadata()
                        .addToData("auditor.wit", WIT)
                        .addToData("password", HIDDEN)
                        .build())
                .create();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("auditor")
                        .addToAnnotations("kube-wasm/wit-configmap", "wit/auditor.wit")
                        .addToAnnotations("example.com/note", HIDDEN)
                        .endMetadata()
                        .withNewSpec()
                        .withSchedulerName("kube-wasm")
                        .addNewContainer()
                        .withName("main")
                        .withImage("registry.example.com/auditor:v1")
                        .withArgs("--password", HIDDEN)
                        .addNewEnv()
                        .withName("PASSWORD")
                        .withValue(HIDDEN)
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static CommandLineRun snapshot(Path kubeconfig, String file, String... more) {
        String[] words = {"snapshot", "--kubeconfig", kubeconfig.toString(), "--file", file};
        return CommandLineRun.of(
                java.util.stream.Stream.concat(java.util.stream.Stream.of(words), java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void callsThatNodesCountedBecomeTheTrafficOfTheirPods() throws IOException {
        Path file = folder.resolve("measured.json");
        Path metrics = Files.writeString(
                folder.resolve("metrics.txt"),
                "kube_wasm_link_calls_total{namespace=\"default\",pod=\"auditor\",import=\"a:b/c@1.0.0\"} 12.0\n");

        CommandLineRun run = snapshot(reader, file.toString(), "--link-metrics", metrics.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("calls of 1 Pods were counted");
        assertThat(Files.readString(file)).contains("\"kube-wasm/traffic\" : \"a:b/c=10000\"");
    }

    @Test
    void aReaderTakesASnapshotThatHoldsWhatDecidesAndNothingElse() throws IOException {
        Path file = folder.resolve("cluster.yaml");

        CommandLineRun run = snapshot(reader, file.toString(), "--chunk-size", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        String text = Files.readString(file);
        assertThat(text).doesNotContain(HIDDEN, "managedFields", "PASSWORD");
        JsonNode list = new YAMLMapper().readTree(text);
        assertThat(list.path("items").findValuesAsText("kind"))
                .contains("Namespace", "Pod", "ConfigMap")
                .doesNotContain("Secret");
        assertThat(list.path("items").findValuesAsText("kind").stream().filter("Node"::equals))
                .hasSize(5);
        assertThat(list.path("items").findValuesAsText("auditor.wit")).containsExactly(WIT);

        CommandLineRun json = snapshot(reader, "-", "--namespace", "default");
        assertThat(json.exitCode()).isZero();
        assertThat(json.out()).startsWith("apiVersion: v1").contains("kind: List");
        assertThat(snapshot(reader, folder.resolve("cluster.json").toString()).exitCode())
                .isZero();
        assertThat(new ObjectMapper().readTree(Files.readString(folder.resolve("cluster.json"))))
                .isEqualTo(list);
    }

    @Test
    void thePodIsExplainedAliveAndFromItsSnapshot() {
        Path file = folder.resolve("explained.yaml");
        assertThat(snapshot(reader, file.toString()).exitCode()).isZero();

        CommandLineRun alive = CommandLineRun.of("explain", "auditor", "--kubeconfig", reader.toString());
        CommandLineRun kept = CommandLineRun.of("explain", "auditor", "--snapshot", file.toString());

        assertThat(alive.exitCode()).as(alive.err()).isZero();
        assertThat(alive.out()).startsWith("Pod default/auditor goes to node-");
        assertThat(kept.out()).isEqualTo(alive.out());
    }

    @Test
    void whoMayNotReadIsToldAndNothingIsWritten() {
        Path file = folder.resolve("nothing.yaml");

        CommandLineRun run = snapshot(nobody, file.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the user may not list nodes").doesNotContain("Exception");
        assertThat(file).doesNotExist();
    }

    @Test
    void aClusterThatDoesntAnswerIsNamed() throws IOException {
        Path kubeconfig = Files.writeString(
                folder.resolve("gone.kubeconfig"),
                Files.readString(controlPlane.kubeconfig())
                        .replace(controlPlane.server().toString(), "https://127.0.0.1:1"));

        CommandLineRun run = snapshot(kubeconfig, folder.resolve("gone.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("kube-wasm: https://127.0.0.1:1/: /api/v1/namespaces can't be read: ");
    }
}
