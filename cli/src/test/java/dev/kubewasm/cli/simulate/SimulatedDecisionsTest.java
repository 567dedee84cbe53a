package dev.kubewasm.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.cluster.ClusterObjects;
import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.cluster.EmbeddedCluster;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.core.QueueSettings;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.simulations.report.StrategyResult;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the simulator says Kube-Wasm would do, the scheduler does: it is shown the same cluster as Kubernetes objects, by the
 * translation and the component resolver that the program has, and works until nothing more happens.
 */
class SimulatedDecisionsTest {
    private static final int SNAPSHOTS = 100;
    private static final PlacementSettings SETTINGS =
            new PlacementSettings(7, 10, Duration.ofMinutes(10), PlacementSettings.DEFAULT.weights());

    @TempDir
    private Path folder;

    private static List<Manifest> manifests(long seed) {
        return RandomCluster.objects(seed, true).stream()
                .map(object -> new Manifest(Path.of("cluster.yaml"), 1, object))
                .toList();
    }

    @Test
    void theSimulatorDecidesAsTheScheduler() {
        long placed = 0;
        long pending = 0;
        long preempted = 0;
        for (long seed = 0; seed < SNAPSHOTS; seed++) {
            SortedMap<String, String> scheduled = scheduled(seed);
            StrategyResult simulated = Simulated.byKubeWasm(picture(seed), SETTINGS);
            SortedMap<String, String> nodes = Simulated.nodes(simulated);

            assertThat(nodes).as("snapshot of seed " + seed).isEqualTo(scheduled);
            placed += simulated.measures().pods().placed();
            pending += simulated.measures().pods().pending();
            preempted += simulated.measures().pods().preempted();
        }
        assertThat(placed).isGreaterThan(500);
        assertThat(pending).isGreaterThan(50);
        assertThat(preempted).isGreaterThan(10);
    }

    private ClusterPicture picture(long seed) {
        return ((ClusterPicture.Reading.Read) ClusterPicture.of(manifests(seed), folder, 0)).picture();
    }

    private SortedMap<String, String> scheduled(long seed) {
        Instant[] now = {Instant.EPOCH};
        InstantSource clock = () -> now[0];
        PodFactsFactory pods = new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE);
        EmbeddedCluster cluster = new EmbeddedCluster(
                new ClusterObjects() {
                    @Override
                    public ObservedPod pod(Pod pod) {
                        return pods.observe(pod);
                    }

                    @Override
                    public ObservedNode node(Node node) {
                        return NodeFactsFactory.observe(node);
                    }
                },
                clock);
        assertThat(cluster.apply(manifests(seed))).isEmpty();
        try (Scheduler scheduler = new Scheduler(
                cluster,
                new ComponentResolver(new OciLayoutArtifactSource(folder.resolve("oci")), cluster),
                new SchedulerSettings(SETTINGS, QueueSettings.DEFAULT),
                clock,
                SchedulerObserver.NONE)) {
            // Ten seconds without anything that happens: each Pod that waits was tried again.
            Instant settled = now[0].plus(QueueSettings.DEFAULT.maxBackoff());
            for (Instant next = now[0]; !next.isAfter(settled); next = next(scheduler)) {
                now[0] = next.isAfter(now[0]) ? next : now[0];
                SortedMap<String, String> before = nodes(cluster);
                scheduler.runCycle();
                cluster.deliver();
                if (!nodes(cluster).equals(before)) {
                    settled = now[0].plus(QueueSettings.DEFAULT.maxBackoff());
                }
            }
        }
        return nodes(cluster);
    }

    private static Instant next(Scheduler scheduler) {
        return scheduler.nextAttempt().orElse(Instant.MAX);
    }

    private static SortedMap<String, String> nodes(EmbeddedCluster cluster) {
        TreeMap<String, String> nodes = new TreeMap<>();
        cluster.pods()
                .forEach(pod -> nodes.put(
                        pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        Optional.ofNullable(pod.getSpec().getNodeName()).orElse("")));
        return nodes;
    }
}
