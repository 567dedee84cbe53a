package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas as processes of their own: one leads, the other takes over. */
class LeaderElectionIT {
    private static final int PODS = 40;

    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path kubeconfig;

    @BeforeEach
    void start() {
        cluster = TestCluster.start();
        kubeconfig = cluster.schedulerKubeconfig(folder);
        cluster.addNodes();
        cluster.addNamespace("many");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aLeaderPausedPastItsLeaseBindsNothingWhenItWakes() {
        try (SchedulerProcess first = scheduler()) {
            Await.until("the first leads", first::leads, Boolean::booleanValue);
            try (SchedulerProcess second = scheduler()) {
                second.awaitReady();
                assertThat(second.leads()).as("there is one leader").isFalse();

                cluster.createPods("many", "a", PODS);
                Await.until("some are bound", () -> cluster.bound("many"), n -> n > 0);
                first.pause();
                // Decided in the middle of something: what it had in hand is the second's now.
                cluster.createPods("many", "b", PODS);
                Await.until("the second leads", second::leads, Boolean::booleanValue);
                Await.until("all are bound", () -> cluster.bound("many"), n -> n == 2 * PODS);
                // Fits once only: taken by the second, then freed and taken again by what the first knows nothing of.
                cluster.createPods("many", "c", PODS);
                first.resume();

                assertThat(first.awaitEnd()).as("it lost the lead").isEqualTo(1);
                List<Pod> pods = Await.until("all are bound", () -> cluster.pods("many"), all -> all.stream()
                        .allMatch(TestCluster::bound));
                assertThat(pods).hasSize(3 * PODS);
                assertThat(cluster.bindingsMade()).isEqualTo(3 * PODS);
                assertThat(second.log()).doesNotContain("ERROR");
                assertThat(second.stop()).isIn(0, 143);
            }
            try (SchedulerProcess third = scheduler()) {
                Await.until("a lease given back is taken at once", third::leads, Boolean::booleanValue);
            }
        }
    }

    private SchedulerProcess scheduler() {
        return SchedulerProcess.start(kubeconfig, ProjectRoot.path().resolve("examples/pricing/oci"), folder);
    }
}
