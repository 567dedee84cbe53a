package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.KubeWasmScheduler;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.controlplane.KubeScheduler;
import dev.kubewasm.testkit.controlplane.Kubectl;
import dev.kubewasm.testkit.program.Await;
import dev.kubewasm.testkit.program.QuarkusProgram;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/seed} as it stands on a real API server: the RuntimeClass {@code wasm} and its Pod, which the default scheduler
 * places, and the same Pod for Kube-Wasm. Both go to the node of a containerd shim, and not to the runtime node beside it.
 */
class SeedIT {
    private static final Path SEED = ProjectRoot.path().resolve("examples/seed");

    @TempDir
    Path folder;

    @Test
    void podsOfTheClassAreAdmittedAndPlacedWhereItsShimIs() throws IOException {
        assumeTrue(Kubectl.find().isPresent(), Kubectl.MISSING);
        assumeTrue(KubeScheduler.find().isPresent(), "no kube-scheduler: run control-plane/build.sh --kube-scheduler");
        try (ApiCluster cluster = ApiCluster.start("namespace.yaml", "rbac.yaml", "node-rbac.yaml");
                NodeCertificateSigner _ = NodeCertificateSigner.start(cluster, Duration.ofHours(1));
                RuntimeNode node = RuntimeNode.start(cluster, "a", SEED.resolve("oci"), folder, Map.of());
                QuarkusProgram scheduler = KubeWasmScheduler.start(cluster, SEED.resolve("oci"), folder);
                KubeScheduler _ = KubeScheduler.start(
                        KubeScheduler.find().orElseThrow(),
                        cluster.controlPlane(),
                        Files.createDirectory(folder.resolve("kube-scheduler")))) {
            node.program().awaitReady();
            scheduler.awaitReady();

            Kubectl.Answer applied = new Kubectl(
                            Kubectl.find().orElseThrow(), cluster.controlPlane().kubeconfig())
                    .run("apply", "--validate=strict", "-f", SEED.toString());

            assertThat(applied.status()).as(applied.text()).isZero();
            assertThat(applied.text()).doesNotContain("Warning");
            List<Pod> pods = Await.until(
                    "both Pods are placed",
                    () -> cluster.pods("default"),
                    all -> all.size() == 2
                            && all.stream().allMatch(pod -> pod.getSpec().getNodeName() != null));
            assertThat(pods).allSatisfy(pod -> {
                assertThat(pod.getSpec().getNodeName()).isEqualTo("wasmtime-1");
                assertThat(pod.getSpec().getNodeSelector()).containsEntry("kube-wasm/runtime", "wasmtime");
            });
            assertThat(pods)
                    .extracting(pod -> pod.getSpec().getSchedulerName())
                    .containsExactlyInAnyOrder("default-scheduler", "kube-wasm");
        }
    }
}
