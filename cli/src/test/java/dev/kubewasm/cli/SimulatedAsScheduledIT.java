package dev.kubewasm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kubewasm.cli.simulate.RandomCluster;
import dev.kubewasm.testkit.controlplane.ControlPlane;
import dev.kubewasm.testkit.program.Await;
import dev.kubewasm.testkit.program.QuarkusProgram;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A team's way: a snapshot of a cluster, and a simulation of it. Then the scheduler itself, the program, is let at the cluster on
 * its real API server: each Pod goes where the simulation has it, and those that it has nowhere get no node. Property {@code
 * kubewasm.simulated-as-scheduled.clusters} says how many clusters to try.
 */
class SimulatedAsScheduledIT {
    private static final int CLUSTERS = Integer.getInteger("kubewasm.simulated-as-scheduled.clusters", 5);

    @TempDir
    private Path folder;

    @Test
    void theSchedulerDecidesAsTheSimulationOfASnapshot() throws IOException {
        int placed = 0;
        int pending = 0;
        try (ControlPlane controlPlane = ControlPlane.start();
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(Files.readString(controlPlane.kubeconfig())))
                        .build()) {
            for (long seed = 0; seed < CLUSTERS; seed++) {
                for (HasMetadata object : RandomCluster.objects(seed, false)) {
                    client.resource(object).create();
                }
                SortedMap<String, String> simulated = simulated(controlPlane, seed);

                SortedMap<String, String> scheduled = scheduled(controlPlane, client, simulated);

                assertThat(scheduled).as("cluster of seed " + seed).isEqualTo(simulated);
                placed += (int) simulated.values().stream()
                        .filter(node -> !node.isEmpty())
                        .count();
                pending += (int)
                        simulated.values().stream().filter(String::isEmpty).count();
                clear(client);
            }
        }
        System.out.println("simulated as scheduled: " + CLUSTERS + " clusters, " + placed + " Pods on nodes, " + pending
                + " on none");
        assertThat(placed).isGreaterThan(20);
        assertThat(pending).isPositive();
    }

    private SortedMap<String, String> simulated(ControlPlane controlPlane, long seed) throws IOException {
        Path file = folder.resolve("cluster-" + seed + ".yaml");
        CommandLineRun snapshot = CommandLineRun.of(
                "snapshot", "--kubeconfig", controlPlane.kubeconfig().toString(), "--file", file.toString());
        assertThat(snapshot.exitCode()).as(snapshot.err()).isZero();
        CommandLineRun simulation = CommandLineRun.of("simulate", "run", file.toString(), "--output", "json");
        assertThat(simulation.exitCode()).as(simulation.err()).isZero();
        JsonNode strategy =
                new ObjectMapper().readTree(simulation.out()).path("strategies").path(0);
        assertThat(strategy.path("strategy").asText()).isEqualTo("kube-wasm");
        SortedMap<String, String> nodes = new TreeMap<>();
        strategy.path("nodes").forEach(node -> node.path("pods")
                .forEach(pod ->
                        nodes.put(pod.path("pod").asText(), node.path("name").asText())));
        strategy.path("unplaced").forEach(pod -> nodes.put(pod.path("pod").asText(), ""));
        return nodes;
    }

    private SortedMap<String, String> scheduled(
            ControlPlane controlPlane, KubernetesClient client, SortedMap<String, String> expected) throws IOException {
        int port = QuarkusProgram.freePort();
        Path configuration = Files.writeString(
                Files.createTempFile(folder, "scheduler-", ".yaml"), """
                apiVersion: kube-wasm/v1alpha1
                kind: SchedulerConfiguration
                leaderElection: {leaderElect: false}
                server: {port: %d}
                artifacts: {ociLayout: %s}
                """.formatted(port, folder.resolve("oci")));
        try (QuarkusProgram scheduler = QuarkusProgram.start(
                new QuarkusProgram.Launch(
                        "scheduler-app",
                        Map.of("KUBECONFIG", controlPlane.kubeconfig().toString()),
                        List.of("--config", configuration.toString()),
                        URI.create("http://127.0.0.1:" + port + "/readyz")),
                folder)) {
            scheduler.awaitReady();
            Await.until(
                    "every Pod has a node or is told that there is none: " + expected,
                    () -> client.pods().inNamespace("default").list().getItems(),
                    pods -> pods.stream().allMatch(pod -> bound(pod) || unschedulable(pod))
                            && nodes(pods).values().stream()
                                            .filter(node -> !node.isEmpty())
                                            .count()
                                    >= expected.values().stream()
                                            .filter(node -> !node.isEmpty())
                                            .count());
            assertThat(scheduler.log()).doesNotContain("ERROR");
            return nodes(client.pods().inNamespace("default").list().getItems());
        }
    }

    private static SortedMap<String, String> nodes(List<Pod> pods) {
        SortedMap<String, String> nodes = new TreeMap<>();
        pods.forEach(pod -> nodes.put(
                pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
                Optional.ofNullable(pod.getSpec().getNodeName()).orElse("")));
        return nodes;
    }

    private static boolean bound(Pod pod) {
        return pod.getSpec().getNodeName() != null;
    }

    private static boolean unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"));
    }

    private static void clear(KubernetesClient client) {
        client.pods().inNamespace("default").withGracePeriod(0).delete();
        client.services().inNamespace("default").withName("app-0").delete();
        client.nodes().delete();
        Await.until(
                "no Pods are left",
                () -> client.pods().inNamespace("default").list().getItems(),
                List::isEmpty);
    }
}
