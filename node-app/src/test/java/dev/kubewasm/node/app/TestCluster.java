package dev.kubewasm.node.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real API server, and what of controllers these tests need: Deployments' Pods, and the signer of node certificates, which
 * approves what the role of {@code manifests/base/node-rbac.yaml} lets be asked for.
 */
final class TestCluster implements AutoCloseable {
    private static final String HASH = "6d5f7c9b8";

    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final SharedIndexInformer<CertificateSigningRequest> requests;

    private TestCluster(ControlPlane controlPlane, KubernetesClient client) {
        this.controlPlane = controlPlane;
        this.client = client;
        this.requests = client.certificates().v1().certificateSigningRequests().inform(new Signer());
    }

    static TestCluster start() {
        ControlPlane controlPlane = ControlPlane.start();
        try {
            Config config = Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig()));
            TestCluster cluster = new TestCluster(
                    controlPlane,
                    new KubernetesClientBuilder().withConfig(config).build());
            cluster.apply(ProjectRoot.path().resolve("manifests/base/namespace.yaml"));
            cluster.apply(ProjectRoot.path().resolve("manifests/base/rbac.yaml"));
            cluster.apply(ProjectRoot.path().resolve("manifests/base/node-rbac.yaml"));
            return cluster;
        } catch (IOException e) {
            controlPlane.close();
            throw new UncheckedIOException(e);
        }
    }

    KubernetesClient client() {
        return client;
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    /** A token of a ServiceAccount in namespace {@code kube-wasm}. */
    String token(String serviceAccount) {
        return client.serviceAccounts()
                .inNamespace("kube-wasm")
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** A kubeconfig with such a token. */
    Path kubeconfig(String serviceAccount, Path folder) {
        try {
            String admin = Files.readString(controlPlane.kubeconfig());
            return Files.writeString(
                    folder.resolve(serviceAccount + ".kubeconfig"),
                    admin.replace(controlPlane.adminToken(), token(serviceAccount)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates what the YAML of a folder says, file by file, and the Pods of its Deployments. */
    void applyFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> f.toString().endsWith(".yaml")).sorted().forEach(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void apply(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            for (HasMetadata object : client.load(in).items()) {
                if (client.resource(object).serverSideApply() instanceof Deployment deployment) {
                    rollOut(deployment);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** As the controllers of Deployments and ReplicaSets would: one ReplicaSet, and Pods from the template. */
    private void rollOut(Deployment deployment) {
        String namespace = deployment.getMetadata().getNamespace();
        ReplicaSet set = client.apps()
                .replicaSets()
                .inNamespace(namespace)
                .resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName(deployment.getMetadata().getName() + "-" + HASH)
                        .withNamespace(namespace)
                        .addNewOwnerReference()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(deployment.getMetadata().getName())
                        .withUid(deployment.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(deployment.getSpec().getReplicas())
                        .withSelector(deployment.getSpec().getSelector())
                        .withTemplate(deployment.getSpec().getTemplate())
                        .endSpec()
                        .build())
                .create();
        for (int i = 0; i < deployment.getSpec().getReplicas(); i++) {
            client.pods()
                    .inNamespace(namespace)
                    .resource(new PodBuilder()
                            .withMetadata(set.getSpec().getTemplate().getMetadata())
                            .editMetadata()
                            .withGenerateName(set.getMetadata().getName() + "-")
                            .addNewOwnerReference()
                            .withApiVersion("apps/v1")
                            .withKind("ReplicaSet")
                            .withName(set.getMetadata().getName())
                            .withUid(set.getMetadata().getUid())
                            .withController(true)
                            .endOwnerReference()
                            .endMetadata()
                            .withSpec(set.getSpec().getTemplate().getSpec())
                            .build())
                    .create();
        }
    }

    List<Pod> pods(String namespace) {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    static boolean ready(Pod pod) {
        return condition(pod, "Ready");
    }

    static boolean condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
    }

    @Override
    public void close() {
        requests.close();
        client.close();
        controlPlane.close();
    }

    /** Approves and signs, as a controller manager does. */
    private final class Signer implements ResourceEventHandler<CertificateSigningRequest> {
        @Override
        public void onAdd(CertificateSigningRequest request) {
            if (request.getStatus() != null && request.getStatus().getCertificate() != null) {
                return;
            }
            String pem = new String(Base64.getDecoder().decode(request.getSpec().getRequest()), US_ASCII);
            var all = client.certificates().v1().certificateSigningRequests();
            var approved = all.withName(request.getMetadata().getName())
                    .approve(
                            new io.fabric8.kubernetes.api.model.certificates.v1
                                            .CertificateSigningRequestConditionBuilder()
                                    .withType("Approved")
                                    .withStatus("True")
                                    .withReason("Test")
                                    .build());
            String certificate = controlPlane.clientAuthority().sign(pem);
            all.resource(new CertificateSigningRequestBuilder(approved)
                            .editOrNewStatus()
                            .withCertificate(Base64.getEncoder().encodeToString(certificate.getBytes(US_ASCII)))
                            .endStatus()
                            .build())
                    .updateStatus();
        }

        @Override
        public void onUpdate(CertificateSigningRequest before, CertificateSigningRequest now) {
            // It was signed when it came.
        }

        @Override
        public void onDelete(CertificateSigningRequest request, boolean finalStateUnknown) {
            // Nothing is kept of it.
        }
    }
}
