package dev.kubewasm.testkit.cluster;

import dev.kubewasm.testkit.program.QuarkusProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The scheduler's program as a process of its own, under its role of {@code manifests/}; its leader from the start. */
public final class KubeWasmScheduler {
    private KubeWasmScheduler() {}

    /**
     * Starts it; it isn't ready yet when this returns.
     *
     * @param images an image layout
     * @param folder of the test
     */
    public static QuarkusProgram start(ApiCluster cluster, Path images, Path folder) {
        try {
            int port = QuarkusProgram.freePort();
            Path configuration = Files.writeString(folder.resolve("scheduler.yaml"), """
                    apiVersion: kube-wasm/v1alpha1
                    kind: SchedulerConfiguration
                    server: {port: %d}
                    leaderElection: {leaderElect: false}
                    artifacts: {ociLayout: %s}
                    """.formatted(port, images));
            return QuarkusProgram.start(
                    new QuarkusProgram.Launch(
                            "scheduler-app",
                            Map.of(
                                    "KUBECONFIG",
                                    cluster.kubeconfig("scheduler", folder).toString()),
                            List.of("--config", configuration.toString()),
                            URI.create("http://127.0.0.1:" + port + "/readyz")),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
