package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.program.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's program when the API server is away, and when many Pods come and go at once. */
class NodeFaultsIT {
    private static final Path IMAGES = ProjectRoot.path().resolve("runtime-node/src/test/resources/components/oci");
    private static final String NAMESPACE = "faults";
    private static final String COUNTER = "test:node/counter";
    private static final Duration AWAY = Duration.ofMinutes(1);
    private static final int MANY = 500;

    @TempDir
    Path folder;

    private ApiCluster cluster;
    private NodeCertificateSigner signer;
    private RuntimeNode node;

    @BeforeEach
    void start() {
        cluster = ApiCluster.start("namespace.yaml", "rbac.yaml", "node-rbac.yaml");
        signer = NodeCertificateSigner.start(cluster, Duration.ofHours(1));
        node = RuntimeNode.start(cluster, "a", IMAGES, folder, Map.of());
        node.program().awaitReady();
        cluster.addNamespace(NAMESPACE);
        create("steady");
        Await.until("the Pod is Ready", () -> cluster.pod(NAMESPACE, "steady"), ApiCluster::ready);
    }

    @AfterEach
    void stop() {
        node.close();
        signer.close();
        cluster.close();
    }

    private void create(String name) {
        cluster.client()
                .pods()
                .inNamespace(NAMESPACE)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("a-kube-wasm")
                        .withSchedulerName("kube-wasm")
                        .addToNodeSelector("kube-wasm/runtime", "jvm")
                        .addNewContainer()
                        .withName("counter")
                        .withImage("registry.example.com/test/counter:v1")
                        .addNewVolumeMount()
                        .withName("scratch")
                        .withMountPath("/scratch")
                        .endVolumeMount()
                        .endContainer()
                        .addNewVolume()
                        .withName("scratch")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()
                        .build())
                .create();
    }

    /** What a function of the steady Pod answers, asked of the node itself. */
    private HttpResponse<String> call(String function) {
        return KubeletCalls.post(
                node.kubelet(),
                "/run/" + NAMESPACE + "/steady/counter?cmd=" + COUNTER + "%23" + function,
                cluster.controlPlane().adminToken());
    }

    private String next() {
        HttpResponse<String> answer = call("next");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().strip();
    }

    @Test
    void withoutTheApiServerPodsGoOnAndTheirStatusCatchesUp() {
        assertThat(next()).isEqualTo("1");

        cluster.controlPlane().withoutApiServer(() -> {
            assertThat(next()).isEqualTo("2");
            // It traps, and starts again without anybody to tell.
            assertThat(call("fail").statusCode()).isEqualTo(400);
            Await.until("it runs again", () -> call("next").statusCode(), status -> status == 200);
            long back = System.nanoTime() + AWAY.toNanos();
            Await.until("a minute is over", () -> Integer.parseInt(next()), _ -> System.nanoTime() > back);
        });

        Pod steady = Await.until(
                "its restart is reported",
                () -> cluster.pod(NAMESPACE, "steady"),
                pod -> ApiCluster.ready(pod)
                        && pod.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1);
        assertThat(steady.getStatus().getPhase()).isEqualTo("Running");
        create("later");
        Await.until("a new Pod is Ready", () -> cluster.pod(NAMESPACE, "later"), ApiCluster::ready);
    }

    @Test
    void ofManyPodsThatComeAndGoNoneIsLostAndNothingIsLeft() throws IOException, InterruptedException {
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "burst-" + i).toList();
        names.forEach(this::create);
        // Half of them before they have had time to start.
        names.subList(0, MANY / 2).forEach(this::delete);
        Await.until(
                "the other half is Ready",
                () -> cluster.pods(NAMESPACE),
                pods -> pods.size() == 1 + MANY / 2 && pods.stream().allMatch(ApiCluster::ready));

        names.subList(MANY / 2, MANY).forEach(this::delete);
        Await.until("all are gone", () -> cluster.pods(NAMESPACE), pods -> pods.size() == 1);

        Pod steady = cluster.pod(NAMESPACE, "steady");
        assertThat(steady.getStatus().getContainerStatuses().getFirst().getRestartCount())
                .isZero();
        assertThat(next()).isEqualTo("1");
        Await.until("the node runs one Pod", this::metrics, text -> text.contains("kubelet_running_pods 1.0"));
        assertOnlyTheSteadyOnes("logs");
        assertOnlyTheSteadyOnes("volumes");
        assertThat(node.program().log()).doesNotContain("ERROR");
    }

    private void delete(String pod) {
        cluster.client().pods().inNamespace(NAMESPACE).withName(pod).delete();
    }

    private String metrics() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/q/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void assertOnlyTheSteadyOnes(String inside) throws IOException {
        try (var left = Files.list(folder.resolve("a").resolve(inside))) {
            assertThat(left).hasSize(1);
        }
    }
}
