package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.KubeWasmScheduler;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.program.Await;
import dev.kubewasm.testkit.program.QuarkusProgram;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scheduler's and two nodes' programs as processes of their own, under the roles of {@code manifests/}, against a real
 * kube-apiserver and etcd with {@code examples/pricing} as it stands.
 */
class PricingNodesIT {
    private static final Path PRICING = ProjectRoot.path().resolve("examples/pricing");

    @TempDir
    Path folder;

    private ApiCluster cluster;
    private NodeCertificateSigner signer;

    @BeforeEach
    void start() {
        cluster = ApiCluster.start("namespace.yaml", "rbac.yaml", "node-rbac.yaml");
        signer = NodeCertificateSigner.start(cluster, Duration.ofHours(12));
    }

    @AfterEach
    void stop() {
        signer.close();
        cluster.close();
    }

    @Test
    void thePricingGroupRunsLinkedOnOneNodeAndSurvivesItsAgent() {
        try (QuarkusProgram scheduler = scheduler();
                RuntimeNode a = node("a");
                RuntimeNode b = node("b")) {
            scheduler.awaitReady();
            a.program().awaitReady();
            b.program().awaitReady();
            assertRegistered(cluster.client().nodes().withName("a-kube-wasm").get());

            cluster.applyFolder(PRICING);

            List<Pod> pods = allReady(4);
            String on = pods.getFirst().getSpec().getNodeName();
            assertThat(pods).allSatisfy(pod -> {
                assertThat(pod.getSpec().getNodeName()).isEqualTo(on);
                assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
                assertThat(ApiCluster.condition(pod, "kube-wasm/Linked")).isTrue();
                ContainerStatus container =
                        pod.getStatus().getContainerStatuses().getFirst();
                assertThat(container.getImageID()).contains("@sha256:");
                assertThat(container.getRestartCount()).isZero();
            });

            assertLogs(named(pods, "storefront"));
            assertNobodyElseMayAsk(on);

            RuntimeNode host = on.equals("a-kube-wasm") ? a : b;
            host.program().kill();
            try (RuntimeNode again = node(on.substring(0, 1))) {
                again.program().awaitReady();
                List<Pod> restarted =
                        Await.until("the Pods run again", () -> cluster.pods("pricing"), all -> all.stream()
                                .allMatch(p -> ApiCluster.ready(p) && restarts(p) == 1));
                assertThat(restarted)
                        .extracting(p -> p.getMetadata().getUid())
                        .containsExactlyInAnyOrderElementsOf(
                                pods.stream().map(p -> p.getMetadata().getUid()).toList());
                assertThat(restarted).allSatisfy(pod -> assertThat(pod.getStatus()
                                .getContainerStatuses()
                                .getFirst()
                                .getLastState()
                                .getTerminated()
                                .getReason())
                        .isEqualTo("NodeAgentRestarted"));

                Pod storefront = named(restarted, "storefront");
                cluster.client().resource(storefront).delete();
                Await.until("the deleted Pod is gone", () -> cluster.pods("pricing"), all -> all.size() == 3);

                assertThat(again.program().log()).doesNotContain("ERROR");
                assertThat(again.program().stop())
                        .as("SIGTERM ends it in good order")
                        .isIn(0, 143);
                assertThat(ready(cluster.client().nodes().withName(on).get()).getStatus())
                        .isEqualTo("False");
            }
        }
    }

    /** As {@code kubectl logs} asks for them: through the API server, which dials the node. */
    private void assertLogs(Pod pod) {
        String path = "/api/v1/namespaces/pricing/pods/" + pod.getMetadata().getName() + "/log";
        HttpResponse<String> log = cluster.controlPlane().get(path + "?timestamps=true");
        assertThat(log.statusCode()).as(log.body()).isEqualTo(200);
        // Not by the proxy of nodes, which refuses loopback addresses.
        int port = kubeletPort(pod.getSpec().getNodeName());
        String admin = cluster.controlPlane().adminToken();
        assertThat(KubeletCalls.get(port, "/pods", admin).body()).contains("storefront");
        assertThat(KubeletCalls.get(port, "/stats/summary", admin).body())
                .contains("\"nodeName\":\"" + pod.getSpec().getNodeName() + "\"", "\"workingSetBytes\"");
        assertMetrics(KubeletCalls.get(port, "/metrics/resource", admin).body());
    }

    /** metrics-server leaves out a Pod of which a container uses no CPU or no memory. */
    private static void assertMetrics(String text) {
        assertThat(text).contains("# TYPE container_memory_working_set_bytes gauge", "pod_cpu_usage_seconds_total{");
        assertThat(text.lines()
                        .filter(line -> line.startsWith("container_cpu_usage_seconds_total{")
                                || line.startsWith("container_memory_working_set_bytes{")))
                .hasSize(8)
                .allSatisfy(line -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .as(line)
                        .isPositive());
    }

    private int kubeletPort(String node) {
        return cluster.client()
                .nodes()
                .withName(node)
                .get()
                .getStatus()
                .getDaemonEndpoints()
                .getKubeletEndpoint()
                .getPort();
    }

    /** Directly, without a certificate: with no token, with one that isn't known, with one that may not. */
    private void assertNobodyElseMayAsk(String node) {
        int port = kubeletPort(node);
        assertThat(KubeletCalls.status(port, "/pods", null)).isEqualTo(401);
        assertThat(KubeletCalls.status(port, "/pods", "nobody's")).isEqualTo(401);
        assertThat(KubeletCalls.status(port, "/pods", cluster.token("scheduler")))
                .isEqualTo(403);
        assertThat(KubeletCalls.status(port, "/pods", cluster.controlPlane().adminToken()))
                .isEqualTo(200);
        assertThat(KubeletCalls.status(port, "/healthz", null)).isEqualTo(200);
    }

    private static void assertRegistered(Node node) {
        assertThat(node.getMetadata().getLabels())
                .containsEntry("kube-wasm/runtime", "jvm")
                .containsEntry("kubernetes.io/os", "linux")
                .containsEntry("kubernetes.io/hostname", "a");
        assertThat(node.getMetadata().getAnnotations().get("kube-wasm/host-interfaces"))
                .contains("wasi:cli/environment@0.2");
        assertThat(node.getSpec().getTaints())
                .extracting(Taint::getKey, Taint::getValue, Taint::getEffect)
                .contains(org.assertj.core.groups.Tuple.tuple("kube-wasm/runtime", "jvm", "NoSchedule"));
        assertThat(ready(node).getStatus()).isEqualTo("True");
        assertThat(node.getStatus().getAllocatable()).containsKeys("cpu", "memory", "pods");
    }

    private static NodeCondition ready(Node node) {
        return node.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("Ready"))
                .findFirst()
                .orElseThrow();
    }

    private List<Pod> allReady(int count) {
        return Await.until(
                "all Pods are Ready",
                () -> cluster.pods("pricing"),
                all -> all.size() == count && all.stream().allMatch(ApiCluster::ready));
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    private static Pod named(List<Pod> pods, String app) {
        return pods.stream()
                .filter(p -> app.equals(p.getMetadata().getLabels().get("app.kubernetes.io/name")))
                .findFirst()
                .orElseThrow();
    }

    private QuarkusProgram scheduler() {
        return KubeWasmScheduler.start(cluster, PRICING.resolve("oci"), folder);
    }

    private RuntimeNode node(String host) {
        return RuntimeNode.start(cluster, host, PRICING.resolve("oci"), folder, Map.of());
    }
}
