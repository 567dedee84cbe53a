package dev.kubewasm.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import dev.kubewasm.testkit.program.Await;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose certificates last a minute, on a real API server, which takes none that has ended. */
class CertificateRenewalIT {
    private static final Path PRICING = ProjectRoot.path().resolve("examples/pricing");
    private static final Duration LIFE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void aNodeOutlivesItsCertificates() {
        try (ApiCluster cluster = ApiCluster.start("namespace.yaml", "rbac.yaml", "node-rbac.yaml");
                NodeCertificateSigner signer = NodeCertificateSigner.start(cluster, LIFE);
                RuntimeNode node = RuntimeNode.start(
                        cluster,
                        "a",
                        PRICING.resolve("oci"),
                        folder,
                        Map.of("KUBE_WASM_NODE_KUBELET_CERTIFICATE_LIFE", LIFE.toString()))) {
            node.program().awaitReady();
            X509Certificate served = KubeletCalls.certificate(node.kubelet());
            Await.until("three certificates were signed", signer::signed, signed -> signed >= 3);
            Instant third = Instant.now();

            Await.until("the node beats on", () -> renewed(cluster), at -> at.isAfter(third.plus(LIFE)));

            // Its watch and its reports go on, too.
            cluster.addNamespace("later");
            cluster.client()
                    .pods()
                    .inNamespace("later")
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("catalog")
                            .endMetadata()
                            .withNewSpec()
                            .withNodeName("a-kube-wasm")
                            .withSchedulerName("kube-wasm")
                            .addToNodeSelector("kube-wasm/runtime", "jvm")
                            .addNewContainer()
                            .withName("catalog")
                            .withImage("registry.example.com/pricing/catalog:v1.0.0")
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            Await.until("the Pod is Ready", () -> cluster.pod("later", "catalog"), ApiCluster::ready);
            assertThat(KubeletCalls.get(
                                    node.kubelet(),
                                    "/pods",
                                    cluster.controlPlane().adminToken())
                            .body())
                    .contains("catalog");
            assertThat(KubeletCalls.certificate(node.kubelet())).isNotEqualTo(served);
            assertThat(node.program().log()).doesNotContain("ERROR", "Unauthorized");
        }
    }

    private static Instant renewed(ApiCluster cluster) {
        return cluster.client()
                .leases()
                .inNamespace("kube-node-lease")
                .withName("a-kube-wasm")
                .require()
                .getSpec()
                .getRenewTime()
                .toInstant();
    }
}
