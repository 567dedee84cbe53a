package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.KubeWasmScheduler;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.controlplane.Kubectl;
import dev.kubewasm.testkit.controlplane.Kubectl.Answer;
import dev.kubewasm.testkit.program.Await;
import dev.kubewasm.testkit.program.QuarkusProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl, through a real API server, to the node's program: {@code exec} and {@code logs}. */
class KubectlIT {
    private static final Path PRICING = ProjectRoot.path().resolve("examples/pricing");
    private static final String CALCULATE = "example:pricing/calculator#calculate";

    @TempDir
    Path folder;

    private ApiCluster cluster;
    private NodeCertificateSigner signer;
    private QuarkusProgram scheduler;
    private RuntimeNode node;

    @BeforeEach
    void start() {
        assumeTrue(Kubectl.find().isPresent(), Kubectl.MISSING);
        cluster = ApiCluster.start("namespace.yaml", "rbac.yaml", "node-rbac.yaml");
        signer = NodeCertificateSigner.start(cluster, Duration.ofHours(1));
        scheduler = KubeWasmScheduler.start(cluster, PRICING.resolve("oci"), folder);
        node = RuntimeNode.start(cluster, "a", PRICING.resolve("oci"), folder, Map.of());
        scheduler.awaitReady();
        node.program().awaitReady();
        cluster.applyFolder(PRICING);
        allReady(0);
    }

    @AfterEach
    void stop() {
        if (cluster != null) {
            node.close();
            scheduler.close();
            signer.close();
            cluster.close();
        }
    }

    /** All Pods are Ready and have been restarted so often. */
    private void allReady(int restarts) {
        Await.until(
                "all Pods are Ready",
                () -> cluster.pods("pricing"),
                all -> all.size() == 4
                        && all.stream()
                                .allMatch(pod -> ApiCluster.ready(pod)
                                        && pod.getStatus()
                                                        .getContainerStatuses()
                                                        .getFirst()
                                                        .getRestartCount()
                                                == restarts));
    }

    private String pod(String app) {
        return cluster.pods("pricing").stream()
                .filter(p -> app.equals(p.getMetadata().getLabels().get("app.kubernetes.io/name")))
                .map(p -> p.getMetadata().getName())
                .findFirst()
                .orElseThrow();
    }

    private Answer kubectl(String... arguments) {
        return new Kubectl(Kubectl.find().orElseThrow(), cluster.controlPlane().kubeconfig())
                .run(Stream.concat(Stream.of("-n", "pricing"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void execAndLogs() {
        assertExec();
        assertLogs();
    }

    private void assertExec() {
        Answer run = kubectl("exec", pod("storefront"), "--", "run");
        assertThat(run.text()).contains("promo-c");
        assertThat(run.status()).as(run.text()).isZero();

        Answer calculated =
                kubectl("exec", "-i", pod("calculator"), "-c", "calculator", "--", CALCULATE, "[\"widget\"]");
        assertThat(calculated.text()).contains("base-price: 4.25");
        assertThat(calculated.status()).isZero();

        Answer shell = kubectl("exec", pod("storefront"), "--", "sh", "-c", "ls");
        assertThat(shell.text()).contains("not for components", "exit code 127");
        assertThat(shell.status()).isEqualTo(127);

        Answer wrong = kubectl("exec", pod("calculator"), "--", CALCULATE, "7");
        assertThat(wrong.text()).contains("its arguments:", "exit code 1");
        assertThat(wrong.status()).isEqualTo(1);

        Answer attached = kubectl("attach", pod("storefront"));
        assertThat(attached.status()).isNotZero();
    }

    private void assertLogs() {
        String storefront = pod("storefront");
        int lines = lines(kubectl("logs", storefront));
        assertThat(lines).isPositive();
        // Ends with what is printed after it has begun.
        CompletableFuture<Answer> followed = CompletableFuture.supplyAsync(
                () -> kubectl("logs", "--follow", "--tail=0", "--limit-bytes=10", storefront));
        Await.until(
                "a line is printed while the log is followed",
                () -> kubectl("exec", storefront, "--", "run").status(),
                status -> status == 0 && followed.isDone());
        assertThat(followed.join().text()).isEqualTo("storefront");
        assertThat(kubectl("logs", "--previous", storefront).text()).contains("not found");

        node.program().kill();
        try (RuntimeNode again = RuntimeNode.start(cluster, "a", PRICING.resolve("oci"), folder, Map.of())) {
            again.program().awaitReady();
            allReady(1);
            assertThat(lines(kubectl("logs", "--previous", storefront))).isGreaterThan(lines);
            assertThat(lines(kubectl("logs", "--previous", "--tail=1", storefront)))
                    .isEqualTo(1);
        }
    }

    private static int lines(Answer logs) {
        assertThat(logs.status()).as(logs.text()).isZero();
        return List.of(logs.text().split("\n", -1)).size() - 1;
    }
}
