package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.testkit.Scale;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day in small with the scheduler's program and a real API server: {@link Churn} goes on for so many lives of Pods, and kubelets
 * reject what their node has no room for. No Pod is given a node that hasn't room for it, none is left behind that fits, each is
 * bound once, consumers beside their providers, and the program keeps nothing of Pods that are gone.
 */
class ChurnIT {
    private static final long SEED = 7;
    private static final int LIVES = Math.max(500, Scale.cases(50_000));
    private static final int NODES = Math.max(10, Scale.cases(40));
    private static final int STEPS = 10;
    /** So many times nothing but one Pod's leaving tells the program that there is room. */
    private static final int ROOMS = 5;

    private static final double HEAP_GROWS_AT_MOST = 1.3;
    /** The room of a binding that nobody answered is counted for three minutes; else the longest backoff is ten seconds. */
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(4);

    /** Kept when the test fails: the program's log is in there. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void bindsAllThatFitsOnceAndKeepsNothingOfThoseThatAreGone() {
        try (TestCluster cluster = TestCluster.start()) {
            Churn.addNodes(cluster, NODES);
            try (Kubelets kubelets = new Kubelets(
                            cluster.client(), cluster.client().pods().inAnyNamespace());
                    BoundPods bound = new BoundPods(cluster.client().pods().inAnyNamespace());
                    Churn churn = new Churn(cluster, kubelets, NODES, SEED);
                    SchedulerProcess scheduler = SchedulerProcess.start(
                            cluster.schedulerKubeconfig(folder), "leaderElection: {leaderElect: false}\n", folder)) {
                scheduler.awaitReady();
                List<Long> heaps = liveHeaps(churn, kubelets, scheduler);

                churn.deleteWhoWaitsForMoreThanRoom();
                Await.within(SETTLES_WITHIN, "nobody waits who fits", churn::left, List::isEmpty);
                for (int i = 0; i < ROOMS; i++) {
                    churn.makeRoomForOne();
                    Await.within(SETTLES_WITHIN, "somebody has the room", churn::left, List::isEmpty);
                }
                churn.makeRoomForAll();
                List<Pod> pods = Await.within(
                        SETTLES_WITHIN,
                        "all are bound",
                        () -> cluster.client().pods().inAnyNamespace().list().getItems(),
                        all -> all.stream().allMatch(TestCluster::bound));

                assertThat(LinkChain.assertBesideProviders(pods)).isPositive();
                cluster.assertCapacity();
                assertThat(kubelets.rejected()).as("by kubelets").isEmpty();
                bound.assertOnce();
                assertThat(scheduler.get("/metrics"))
                        .as("some left for more important groups, and nothing broke")
                        .contains("scheduler_preemption_victims_count")
                        .doesNotContain("kube_wasm_scheduler_failures_total");
                assertThat((double) heaps.getLast())
                        .as("live heap at each tenth of the lives: %s", heaps)
                        .isLessThan(HEAP_GROWS_AT_MOST * heaps.getFirst());
            }
        }
    }

    /** After each tenth of the lives, in bytes. */
    private static List<Long> liveHeaps(Churn churn, Kubelets kubelets, SchedulerProcess scheduler) {
        List<Long> heaps = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            int before = churn.lives();
            long begun = System.nanoTime();
            while (churn.lives() < (long) LIVES * step / STEPS) {
                churn.step();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            List<Pod> pods = kubelets.pods();
            LinkChain.assertBesideProviders(pods);
            heaps.add(scheduler.liveHeap());
            System.out.printf(
                    "churn: %d lives, %.0f a second, %d of %d Pods bound, live heap %.1f MB%n",
                    churn.lives(),
                    (churn.lives() - before) / seconds,
                    pods.stream().filter(TestCluster::bound).count(),
                    pods.size(),
                    heaps.getLast() / 1e6);
        }
        return heaps;
    }
}
