package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.ApiProxy.Fault;
import dev.kubewasm.scheduler.app.Breakpoint.Side;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to clusters, with a proxy between the scheduler's program and a real API server. After each, within a minute:
 * every Pod is bound, once and not again elsewhere, and no node is given more of anything than it has.
 */
class FaultsIT {
    private static final int PODS = 60;
    /** Link groups at once, and the Pods of each. */
    private static final int GROUPS = 3;

    private static final int MEMBERS = 3;
    private static final Duration RECOVERS_WITHIN = Duration.ofMinutes(1);
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final String NO_ELECTION = "leaderElection: {leaderElect: false}\n";
    private static final String ELECTED = "profiles: [{schedulerName: elected}]\nleaderElection: {leaderElect: true}\n";
    /** Watches of Pods are then answered from etcd, which forgets when it is told to. */
    private static final String PODS_UNCACHED = "watch-cache-sizes=pods#0";

    @TempDir
    static Path folder;

    private static TestCluster cluster;
    private static Path direct;
    private ApiProxy proxy;
    private Path kubeconfig;
    private @Nullable BoundPods bound;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.startWith(List.of(PODS_UNCACHED));
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
    void watchesThatBreakASecondAfterTheyHaveBegun() {
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
            Map<String, Long> before = watches();
            assertThat(before).as("some of what nothing is told about").hasSizeGreaterThan(2);
            Await.within(
                    RECOVERS_WITHIN.dividedBy(2),
                    "those break too, and begin again",
                    this::watches,
                    now -> before.entrySet().stream()
                            .allMatch(was -> now.getOrDefault(was.getKey(), 0L) >= was.getValue() + 2));
        }
    }

    private long watchesOfPods() {
        return watches().entrySet().stream()
                .filter(watch -> watch.getKey().endsWith("/pods"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many watches have begun, by path. */
    private Map<String, Long> watches() {
        return proxy.calls().stream()
                .filter(call -> call.method().equals("WATCH"))
                .collect(Collectors.groupingBy(ApiProxy.Call::path, Collectors.counting()));
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
            createGroups("failing", "early");
            cluster.createPods("failing", "p", PODS);
            createGroups("failing", "late");
            assertGood("failing", scheduler, PODS + 2 * GROUPS * MEMBERS);
            assertGroupsTogether("failing", 2 * GROUPS);
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
    void whatEtcdHasForgottenIsListedAnew() {
        try (SchedulerProcess scheduler = scheduler("compacted")) {
            cluster.createPods("compacted", "before", PODS / 2);
            Await.until("all are bound", () -> cluster.bound("compacted"), n -> n == PODS / 2);

            proxy.cutOff();
            cluster.createPods("compacted", "meanwhile", PODS / 2);
            cluster.deletePod("compacted", "before0");
            cluster.controlPlane().compact();
            proxy.restore();

            assertGood("compacted", scheduler, PODS - 1);
            assertThat(proxy.calls())
                    .as("a watch that began with a version that is forgotten")
                    .anyMatch(call ->
                            call.method().equals("WATCH") && call.path().endsWith("/pods") && call.status() == 410);
        }
    }

    /**
     * One without election goes on by itself. One that is elected can't renew its Lease and ends, is started again while there is no
     * API server, as its kubelet would, and takes the Lease when there is one.
     */
    @Test
    void theApiServerIsAwayForHalfAMinute() {
        try (SchedulerProcess alone = scheduler("away");
                SchedulerProcess elected = SchedulerProcess.start(direct, ELECTED, folder)) {
            Await.until("it leads", elected::leads, Boolean::booleanValue);
            cluster.createPods("away", "before", PODS / 2);
            createGroups("away", "before");
            int before = PODS / 2 + GROUPS * MEMBERS;
            Await.until("those are bound", () -> cluster.bound("away"), n -> n == before);
            // Of a group whose other members have no node then.
            Breakpoint underWay = proxy.holdAt(Breakpoint.atBinding(1, Side.ANSWER));
            LinkChain.of("underway", MEMBERS, "10m").forEach(pod -> cluster.create("away", pod));
            underWay.awaitReached();

            List<SchedulerProcess> successor = new ArrayList<>();
            try {
                cluster.controlPlane().withoutApiServer(() -> {
                    long back = System.nanoTime() + AWAY.toNanos();
                    underWay.drop();
                    proxy.holdAt(Breakpoint.NONE);
                    assertThat(elected.awaitEnd()).as("it lost the lead").isEqualTo(1);
                    successor.add(SchedulerProcess.start(direct, ELECTED, folder));
                    Await.until("half a minute is over", System::nanoTime, now -> now > back);
                });
                cluster.createPods("away", "after", PODS / 2);
                createGroups("away", "after");
                cluster.create("away", TestCluster.ordinaryPod("of-elected", "elected"));

                int groups = 2 * GROUPS + 1;
                assertGood("away", alone, PODS + 1 + groups * MEMBERS);
                assertGroupsTogether("away", groups);
                assertThat(successor.getFirst().get("/readyz")).contains("UP");
            } finally {
                successor.forEach(SchedulerProcess::close);
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

    private static void createGroups(String namespace, String name) {
        for (int i = 0; i < GROUPS; i++) {
            LinkChain.of(name + i, MEMBERS, "10m").forEach(pod -> cluster.create(namespace, pod));
        }
    }

    /** Each on one node, its members bound one after the other, each once. */
    private void assertGroupsTogether(String namespace, int groups) {
        List<Pod> pods = cluster.pods(namespace);
        assertThat(LinkChain.assertBesideProviders(pods)).isEqualTo((long) groups * (MEMBERS - 1));
        List<String> bindings = proxy.calls().stream()
                .filter(call -> call.done() && call.path().endsWith("/binding"))
                .map(call -> call.path().replaceAll(".*/pods/(.*)/binding", "$1"))
                .toList();
        assertThat(bindings).as("bindings that the API server made").doesNotHaveDuplicates();
        for (Pod consumer : pods) {
            LinkChain.provider(consumer).ifPresent(provider -> assertThat(bindings)
                    .as("its provider has a node before it has")
                    .containsSubsequence(provider, consumer.getMetadata().getName()));
        }
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
        List<Pod> pods = Await.within(
                RECOVERS_WITHIN,
                "every Pod is bound",
                () -> cluster.pods(namespace),
                all -> all.size() == count && all.stream().allMatch(TestCluster::bound));
        assertThat(pods).hasSize(count);
        Objects.requireNonNull(bound).assertOnce();
        cluster.assertCapacity();
    }
}
