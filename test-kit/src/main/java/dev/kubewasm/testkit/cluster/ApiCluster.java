package dev.kubewasm.testkit.cluster;

import dev.kubewasm.testkit.ProjectRoot;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real API server with objects of {@code manifests/base}; what a Deployment asks for is made when it is applied. */
public class ApiCluster implements AutoCloseable {
    /** Where the programs run and their ServiceAccounts are. */
    public static final String SYSTEM = "kube-wasm";

    private final ControlPlane controlPlane;
    private final KubernetesClient client;

    /**
     * Starts it.
     *
     * @param manifests names of files in {@code manifests/base}, applied in their order
     * @param flags of kube-apiserver besides, as {@link ControlPlane#start(List)} takes them
     */
    @SuppressWarnings("this-escape")
    protected ApiCluster(List<String> manifests, List<String> flags) {
        this.controlPlane = ControlPlane.start(flags);
        try {
            this.client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig())))
                    .build();
            Path base = ProjectRoot.path().resolve("manifests/base");
            manifests.forEach(name -> apply(base.resolve(name)));
        } catch (IOException e) {
            controlPlane.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            controlPlane.close();
            throw e;
        }
    }

    /** Starts one; {@code manifests} are names of files in {@code manifests/base}. */
    public static ApiCluster start(String... manifests) {
        return new ApiCluster(List.of(manifests), List.of());
    }

    /** A client with the administrator's rights. */
    public KubernetesClient client() {
        return client;
    }

    /** The API server. */
    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** A token of a ServiceAccount in {@link #SYSTEM}, for an hour. */
    public String token(String serviceAccount) {
        return client.serviceAccounts()
                .inNamespace(SYSTEM)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** A kubeconfig with such a token: who has it may do what the roles in {@code manifests/base} allow. */
    public Path kubeconfig(String serviceAccount, Path folder) {
        try {
            String admin = Files.readString(controlPlane.kubeconfig());
            return Files.writeString(
                    folder.resolve(serviceAccount + ".kubeconfig"),
                    admin.replace(controlPlane.adminToken(), token(serviceAccount)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates a namespace. */
    public void addNamespace(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Creates what the YAML of a folder says, file by file, and the Pods of its Deployments. */
    public void applyFolder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(f -> f.toString().endsWith(".yaml")).sorted().forEach(this::apply);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates what a file of YAML says, and the Pods of its Deployments. */
    public void apply(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            for (HasMetadata object : client.load(in).items()) {
                if (client.resource(object).serverSideApply() instanceof Deployment deployment) {
                    RollOut.of(client, deployment);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The Pods of a namespace. */
    public List<Pod> pods(String namespace) {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    /** A Pod that is there. */
    public Pod pod(String namespace, String name) {
        return client.pods().inNamespace(namespace).withName(name).require();
    }

    /** Whether a Pod's condition Ready is True. */
    public static boolean ready(Pod pod) {
        return condition(pod, "Ready");
    }

    /** Whether a condition of a Pod is True. */
    public static boolean condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
    }

    @Override
    public void close() {
        client.close();
        controlPlane.close();
    }
}
