package dev.kubewasm.testkit.cluster;

import dev.kubewasm.testkit.program.QuarkusProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The node's program as a process of its own, under its role of {@code manifests/}.
 *
 * @param program the process
 * @param port where it serves health and metrics
 * @param kubelet where it serves the kubelet's API
 */
public record RuntimeNode(QuarkusProgram program, int port, int kubelet) implements AutoCloseable {
    /**
     * Starts it.
     *
     * @param host the host's name; the Node is {@code HOST-kube-wasm}
     * @param images an image layout
     * @param folder of the test; the node's own is in it, and there again when a node of that name starts again
     * @param settings more of its environment
     */
    public static RuntimeNode start(
            ApiCluster cluster, String host, Path images, Path folder, Map<String, String> settings) {
        return start(cluster, host, images, folder, settings, List.of("-Xmx512m"));
    }

    /** The same, with these options of its JVM. */
    public static RuntimeNode start(
            ApiCluster cluster, String host, Path images, Path folder, Map<String, String> settings, List<String> jvm) {
        try {
            int port = QuarkusProgram.freePort();
            int kubelet = QuarkusProgram.freePort();
            Path clientAuthority = Files.writeString(
                    folder.resolve("client-ca.crt"),
                    cluster.controlPlane().clientAuthority().certificate());
            Map<String, String> environment = new HashMap<>(Map.of(
                    "KUBECONFIG", cluster.kubeconfig("runtime-node", folder).toString(),
                    "QUARKUS_HTTP_PORT", Integer.toString(port),
                    "KUBE_WASM_NODE_HOST", host,
                    "KUBE_WASM_NODE_ADDRESS", "127.0.0.1",
                    "KUBE_WASM_NODE_KUBELET_HOST", "127.0.0.1",
                    "KUBE_WASM_NODE_KUBELET_PORT", Integer.toString(kubelet),
                    "KUBE_WASM_NODE_KUBELET_CLIENT_CA", clientAuthority.toString(),
                    "KUBE_WASM_NODE_FOLDER",
                            Files.createDirectories(folder.resolve(host)).toString(),
                    "KUBE_WASM_NODE_ARTIFACTS_OCI_LAYOUT", images.toString()));
            environment.putAll(settings);
            return new RuntimeNode(
                    QuarkusProgram.start(
                            new QuarkusProgram.Launch(
                                    "node-app",
                                    environment,
                                    List.of(),
                                    URI.create("http://127.0.0.1:" + port + "/q/health/ready"),
                                    jvm),
                            folder),
                    port,
                    kubelet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
