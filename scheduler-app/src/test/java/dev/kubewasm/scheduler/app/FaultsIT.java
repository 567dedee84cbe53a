package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.ApiProxy.Fault;
import dev.kubewasm.testkit.Corpora;
import dev.kubewasm.testkit.registry.FakeRegistry;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to clusters, with a proxy between the scheduler's program and a real API server. After each: every Pod is
 * bound, once and not again elsewhere, and no node is given more than it has.
 */
class FaultsIT {
    private static final int PODS = 60;
    private static final String NO_ELECTION = "leaderElection: {leaderElect: false}\n";

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static Path direct;
    private ApiProxy proxy;
    private Path kubeconfig;
    private @Nullable BoundPods bound;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start();
        direct = cluster.schedulerKubeconfig(folder);
        cluster.addNodes();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() throws IOException {
        proxy = new ApiProxy(cluster.controlPlane().server());
        kubeconfig = Files.writeString(
                Files.createTempFile(folder, "proxied-", ".kubeconfig"), proxy.behind(Files.readString(direct)));
    }

    @AfterEach
    void stop() {
        proxy.close();
        if (bound != null) {
            bound.close();
        }
    }

    @Test
    void watchesThatBreakASecondAfterTheirFirstNews() {
        proxy.breakWatchesAfter(1000);
        try (SchedulerProcess scheduler = scheduler("watches")) {
            for (int i = 0; i < 4; i++) {
                cluster.createPods("watches", "p" + i + "-", PODS / 4);
                int all = (i + 1) * PODS / 4;
                Await.until("all so far are bound", () -> cluster.bound("watches"), n -> n == all);
                int watches = i + 2;
                Await.until("another watch of Pods has begun", this::watchesOfPods, n -> n >= watches);
            }
            assertGood("watches", scheduler);
        }
    }

    private long watchesOfPods() {
        return proxy.calls().stream()
                .filter(call -> call.method().equals("WATCH") && call.path().endsWith("/pods"))
                .count();
    }

    @Test
    void aThirdOfTheCallsFail() {
        Random random = new Random(7);
        List<Fault> kinds = List.of(
                new Fault(409, 0, false),
                new Fault(429, 1, false),
                new Fault(500, 0, false),
                new Fault(503, 0, false),
                new Fault(500, 0, true),
                new Fault(504, 0, true));
        proxy.fail((_, _) -> {
            synchronized (random) {
                return random.nextInt(3) == 0 ? Optional.of(kinds.get(random.nextInt(kinds.size()))) : Optional.empty();
            }
        });
        try (SchedulerProcess scheduler = scheduler("failing")) {
            cluster.createPods("failing", "p", PODS);
            assertGood("failing", scheduler);
        }
        assertThat(proxy.calls()).extracting(ApiProxy.Call::status).contains(409, 429, 500, 503, 504);
    }

    @Test
    void changesUnseenWhileCutOffAndAVersionThatIsGone() {
        try (SchedulerProcess scheduler = scheduler("apart")) {
            cluster.createPods("apart", "before", PODS / 2);
            Await.until("all are bound", () -> cluster.bound("apart"), n -> n == PODS / 2);

            proxy.cutOff();
            cluster.createPods("apart", "meanwhile", PODS / 4);
            cluster.deletePod("apart", "before0");
            // Its watch cache begins anew: what the scheduler has seen last is too old for it (410).
            cluster.controlPlane().restartApiServer();
            cluster.createPods("apart", "after", PODS / 4);
            proxy.restore();

            assertGood("apart", scheduler, PODS - 1);
            assertThat(scheduler.get("/readyz")).contains("UP");
            assertThat(proxy.calls())
                    .as("a watch that began with a version that is gone")
                    .anyMatch(call -> call.method().equals("WATCH") && call.status() == 410);
        }
    }

    @Test
    void theSchedulerIsKilledAgainAndAgain() {
        bound = new BoundPods(cluster.client(), namespace("killed"));
        cluster.createPods("killed", "p", 3 * PODS);
        int kills = 0;
        while (cluster.bound("killed") < 3 * PODS) {
            long before = cluster.bound("killed");
            try (SchedulerProcess scheduler = SchedulerProcess.start(kubeconfig, NO_ELECTION, folder)) {
                long atLeast = before + (kills < 2 ? 1 : 3 * PODS - before);
                Await.until("some more are bound", () -> cluster.bound("killed"), n -> n >= atLeast);
                scheduler.kill();
                kills++;
            }
        }
        assertThat(kills).isBetween(1, 3);
        assertGood("killed", 3 * PODS);
    }

    @Test
    void aRegistryThatHangsDelaysThePodsThatNeedItAlone() {
        AtomicBoolean hangs = new AtomicBoolean(true);
        try (FakeRegistry registry = new FakeRegistry(Corpora.require("oci"))) {
            registry.first(_ -> hangs.get() && registry.hang());
            bound = new BoundPods(cluster.client(), namespace("registry"));
            String more =
                    NO_ELECTION + "artifacts: {registries: {timeout: 3s, plainHttp: [\"" + registry.host() + "\"]}}\n";
            try (SchedulerProcess scheduler = SchedulerProcess.start(kubeconfig, more, folder)) {
                scheduler.awaitReady();
                cluster.createComponent("registry", "component", registry.image("valid/tiny-component"));
                cluster.createPods("registry", "p", 20);
                Await.until("all others are bound", () -> cluster.bound("registry"), n -> n == 20);
                Pod waiting = Await.until(
                        "it is said what is missing",
                        () -> cluster.pod("registry", "component"),
                        pod -> TestCluster.unschedulable(pod).isPresent());
                assertThat(TestCluster.unschedulable(waiting).orElseThrow().getMessage())
                        .contains("registry " + registry.host());

                hangs.set(false);
                // Read at last, it is bound, or kept by what it imports and no longer by its registry.
                Await.until(
                        "the component was read",
                        () -> cluster.pod("registry", "component"),
                        pod -> TestCluster.bound(pod)
                                || TestCluster.unschedulable(pod)
                                        .filter(c -> !c.getMessage().contains("registry " + registry.host()))
                                        .isPresent());
            }
        }
    }

    private SchedulerProcess scheduler(String namespace) {
        bound = new BoundPods(cluster.client(), namespace(namespace));
        return SchedulerProcess.start(kubeconfig, NO_ELECTION, folder);
    }

    private static String namespace(String name) {
        cluster.addNamespace(name);
        return name;
    }

    private void assertGood(String namespace, SchedulerProcess scheduler) {
        assertGood(namespace, scheduler, PODS);
    }

    private void assertGood(String namespace, SchedulerProcess scheduler, int count) {
        try {
            assertGood(namespace, count);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + scheduler.log(), e);
        }
    }

    private void assertGood(String namespace, int count) {
        List<Pod> pods = Await.until(
                "every Pod is bound",
                () -> cluster.pods(namespace),
                all -> all.size() == count && all.stream().allMatch(TestCluster::bound));
        assertThat(pods).hasSize(count);
        Objects.requireNonNull(bound).assertOnce();
        cluster.assertCapacity();
    }
}
