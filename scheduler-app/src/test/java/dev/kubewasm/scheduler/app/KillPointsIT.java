package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.Breakpoint.Side;
import dev.kubewasm.testkit.Scale;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scheduler's program is killed at exact steps of placing a link group that fills a node, and each time started again: the
 * group comes together on one node, each of its Pods bound once, whatever was done when it was killed.
 */
class KillPointsIT {
    private static final int LINKS = 4;

    @TempDir
    static Path folder;

    private static final AtomicInteger GROUPS = new AtomicInteger();
    private static TestCluster cluster;

    /**
     * A step at which it is killed.
     *
     * @param at a call that the proxy keeps back; it is lost with the process
     * @param bound how many Pods of the group have a node then
     */
    private record Kill(String step, Supplier<Breakpoint> at, int bound) {
        @Override
        public String toString() {
            return step;
        }

        static final Kill BEFORE_ASSUMING = new Kill("before anything is decided", Breakpoint::atConfigMap, 0);

        /** @param nth counted from this start of the process; {@code before}: bound by those before it */
        static Kill beforeBinding(int nth, int before) {
            return new Kill(
                    "before binding " + (before + nth),
                    () -> Breakpoint.atBinding(nth, Side.REQUEST),
                    before + nth - 1);
        }

        static Kill beforeAnswer(int nth, int before) {
            return new Kill(
                    "before the answer to binding " + (before + nth),
                    () -> Breakpoint.atBinding(nth, Side.ANSWER),
                    before + nth);
        }
    }

    /** One after the other with one group; at full scale also each binding by itself. */
    static List<List<Kill>> plans() {
        List<List<Kill>> plans = new ArrayList<>();
        plans.add(List.of(
                Kill.BEFORE_ASSUMING,
                // All is assumed, and nobody but the process knows.
                Kill.beforeBinding(1, 0),
                Kill.beforeAnswer(1, 0),
                Kill.beforeBinding(2, 1)));
        if (Scale.current() == Scale.FULL) {
            for (int nth = 1; nth <= LINKS; nth++) {
                plans.add(List.of(Kill.beforeBinding(nth, 0)));
                plans.add(List.of(Kill.beforeAnswer(nth, 0)));
            }
        }
        return plans;
    }

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start();
        // Each with room for one group, and nothing else.
        for (int i = 0; i < plans().size() + 1; i++) {
            cluster.addNode("node-" + i, LINKS * 100 + "m");
        }
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void theGroupComesTogetherWhereverTheSchedulerIsKilled(List<Kill> plan) throws IOException {
        String namespace = "group-" + GROUPS.incrementAndGet();
        cluster.addNamespace(namespace);
        long bindingsBefore = cluster.bindingsMade();
        try (ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                BoundPods seen = new BoundPods(cluster.client(), namespace)) {
            Path kubeconfig = Files.writeString(
                    Files.createTempFile(folder, "proxied-", ".kubeconfig"),
                    proxy.behind(Files.readString(cluster.schedulerKubeconfig(folder))));
            createGroup(namespace);
            for (Kill kill : plan) {
                Breakpoint point = proxy.holdAt(kill.at().get());
                try (SchedulerProcess scheduler = start(kubeconfig)) {
                    point.awaitReached();
                    scheduler.kill();
                }
                point.drop();
                assertThat(cluster.bound(namespace)).as(kill.step()).isEqualTo(kill.bound());
            }
            proxy.holdAt(Breakpoint.NONE);
            try (SchedulerProcess _ = start(kubeconfig)) {
                List<Pod> pods = Await.until("all are bound", () -> cluster.pods(namespace), all -> all.stream()
                        .allMatch(TestCluster::bound));
                assertThat(pods)
                        .extracting(pod -> pod.getSpec().getNodeName())
                        .as("on one node")
                        .hasSize(LINKS)
                        .containsOnly(pods.getFirst().getSpec().getNodeName());
                Await.until("all are seen", seen::size, n -> n == LINKS);
                seen.assertOnce();
                assertThat(cluster.bindingsMade() - bindingsBefore).isEqualTo(LINKS);
                cluster.assertCapacity();
            }
        }
    }

    private static void createGroup(String namespace) {
        cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("worlds")
                        .endMetadata()
                        .addToData("first", LinkChain.world(0))
                        .build())
                .create();
        cluster.create(namespace, LinkChain.link(0, "100m", "worlds/first"));
        for (int i = 1; i < LINKS; i++) {
            cluster.create(namespace, LinkChain.link(i, "100m"));
        }
    }

    private static SchedulerProcess start(Path kubeconfig) {
        return SchedulerProcess.start(kubeconfig, "leaderElection: {leaderElect: false}\n", folder);
    }
}
