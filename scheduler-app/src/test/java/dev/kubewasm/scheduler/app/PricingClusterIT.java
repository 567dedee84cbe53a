package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scheduler's program as a process of its own, under the role of {@code manifests/base/rbac.yaml}, against a real
 * kube-apiserver and etcd with the YAML of {@code examples/} as it stands.
 */
class PricingClusterIT {
    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path kubeconfig;

    @BeforeEach
    void start() {
        cluster = TestCluster.start();
        kubeconfig = cluster.schedulerKubeconfig(folder);
        cluster.addNodes();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void placesThePricingGroupOnOneNode() {
        cluster.applyFolder(ProjectRoot.path().resolve("examples/pricing"));
        Pod foreign = cluster.client()
                .pods()
                .inNamespace("pricing")
                .resource(TestCluster.ordinaryPod("foreign", "another"))
                .create();

        try (SchedulerProcess scheduler = scheduler("pricing")) {
            scheduler.awaitReady();
            List<Pod> pods = Await.until("the four Pods are bound", () -> ours("pricing"), all -> all.stream()
                    .allMatch(TestCluster::bound));

            assertThat(pods).hasSize(4);
            assertThat(pods)
                    .extracting(p -> p.getSpec().getNodeName())
                    .as("on one node")
                    .containsOnly(pods.getFirst().getSpec().getNodeName())
                    .doesNotContain("wasm-small");
            assertThat(wiring(pods, "calculator").get("example:pricing/catalog"))
                    .isInstanceOfSatisfying(WiredImport.Provider.class, p -> {
                        assertThat(p.workload().shortName()).isEqualTo("deployment/catalog");
                        assertThat(p.pod().orElseThrow().name())
                                .isEqualTo(named(pods, "catalog").getMetadata().getName());
                    });
            assertThat(wiring(pods, "storefront"))
                    .hasEntrySatisfying(
                            "example:pricing/calculator", w -> assertThat(w).isInstanceOf(WiredImport.Provider.class))
                    .containsValue(new WiredImport.Host());
            for (Pod pod : pods) {
                Await.until("event Scheduled", () -> reasons(pod), List.of("Scheduled")::equals);
            }
            Pod untouched = cluster.pod("pricing", "foreign");
            assertThat(untouched.getMetadata().getResourceVersion())
                    .isEqualTo(foreign.getMetadata().getResourceVersion());
            assertThat(cluster.bindingsMade()).isEqualTo(4);
            assertMetrics(scheduler);
            assertThat(scheduler.log()).doesNotContain("ERROR").doesNotContain("Exception");
            assertThat(scheduler.stop()).as("SIGTERM ends it in good order").isIn(0, 143);
        }
    }

    /** What Prometheus reads of the four Pods' way: kube-scheduler's names, types and labels. */
    private void assertMetrics(SchedulerProcess scheduler) {
        cluster.create("pricing", TestCluster.podOf("1000", "vast"));
        String refused = "scheduler_schedule_attempts_total{profile=\"kube-wasm\",result=\"unschedulable\"} 1.0";
        String rejected = "scheduler_unschedulable_pods{plugin=\"NodeResourcesFit\",profile=\"kube-wasm\"} 1.0";
        String waits = "scheduler_pending_pods{queue=\"unschedulable\"} 1.0";
        // They are read one after the other: some may be older than the attempt.
        String metrics = Await.until(
                "a Pod that has room nowhere is counted",
                () -> scheduler.get("/metrics"),
                text -> Stream.of(refused, rejected, waits).allMatch(text::contains));
        assertThat(metrics.lines())
                .contains(
                        "# TYPE scheduler_schedule_attempts counter",
                        "scheduler_schedule_attempts_total{profile=\"kube-wasm\",result=\"scheduled\"} 4.0",
                        refused,
                        "# TYPE scheduler_scheduling_attempt_duration_seconds histogram",
                        "scheduler_scheduling_attempt_duration_seconds_count{profile=\"kube-wasm\",result=\"scheduled\"} 4.0",
                        "scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"kube-wasm\",result=\"scheduled\",le=\"+Inf\"} 4.0",
                        "# TYPE scheduler_scheduling_algorithm_duration_seconds histogram",
                        "scheduler_scheduling_algorithm_duration_seconds_count 5.0",
                        "# TYPE scheduler_pod_scheduling_sli_duration_seconds histogram",
                        "scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"1\"} 4.0",
                        "# TYPE scheduler_pod_scheduling_attempts histogram",
                        "scheduler_pod_scheduling_attempts_bucket{le=\"1.0\"} 4.0",
                        "scheduler_pod_scheduling_attempts_count 4.0",
                        "# TYPE scheduler_pending_pods gauge",
                        "scheduler_pending_pods{queue=\"active\"} 0.0",
                        waits,
                        "# TYPE scheduler_queue_incoming_pods counter",
                        "# TYPE scheduler_unschedulable_pods gauge",
                        "# TYPE scheduler_cache_size gauge",
                        rejected,
                        "scheduler_cache_size{type=\"nodes\"} 4.0",
                        "scheduler_cache_size{type=\"pods\"} 4.0",
                        "scheduler_cache_size{type=\"assumed_pods\"} 0.0",
                        "leader_election_master_status{name=\"kube-wasm-scheduler\"} 1.0");
    }

    @Test
    void aGroupAppliedWhileTheSchedulerRunsStaysTogether() {
        try (SchedulerProcess scheduler = scheduler("pricing")) {
            scheduler.awaitReady();

            cluster.applyFolder(ProjectRoot.path().resolve("examples/pricing"));

            List<Pod> pods = Await.until(
                    "the four Pods are bound",
                    () -> ours("pricing"),
                    all -> all.size() == 4 && all.stream().allMatch(TestCluster::bound));
            assertThat(pods)
                    .extracting(p -> p.getSpec().getNodeName())
                    .containsOnly(pods.getFirst().getSpec().getNodeName());
        }
    }

    @Test
    void saysOnBrokenPodsWhatIsWrong() {
        cluster.applyFolder(ProjectRoot.path().resolve("examples/broken"));

        try (SchedulerProcess scheduler = scheduler("broken")) {
            scheduler.awaitReady();

            assertPending("invoice", "broken:missing/tax");
            assertPending("lobby", "broken:ambiguous/greeter", "greeter-english", "greeter-french");
            assertPending("shop", "broken:mismatch/calculator", "discount-pct", "f32", "f64");
            assertPending("chicken", "broken:cycle/eggs", "egg");
            assertPending("egg", "broken:cycle/chickens", "chicken");
            assertPending("recommender", "model", "cpu");
            assertPending("classifier", "wasi:nn/tensor");
            Set<String> bound = Set.of("greeter-english", "greeter-french", "quotes");
            Await.until(
                    "the Pods that nothing is wrong with are bound",
                    () -> cluster.pods("broken").stream()
                            .filter(TestCluster::bound)
                            .map(p -> p.getMetadata().getName())
                            .collect(Collectors.toSet()),
                    found -> found.containsAll(bound));
        }
    }

    @Test
    void killedHalfWayItLosesNothingAndDoublesNothing() {
        int count = 300;
        cluster.addNamespace("many");
        Map<String, Set<String>> nodesByUid = new ConcurrentHashMap<>();
        try (Watch _ = cluster.client().pods().inNamespace("many").watch(recorder(nodesByUid))) {
            cluster.createPods("many", "p", count);
            try (SchedulerProcess first = scheduler("pricing")) {
                Await.until("some Pods are bound", nodesByUid::size, n -> n >= 20);
                first.kill();
            }
            long boundBefore =
                    cluster.pods("many").stream().filter(TestCluster::bound).count();
            assertThat(boundBefore).as("bound when it was killed").isBetween(20L, count - 1L);

            try (SchedulerProcess _ = scheduler("pricing")) {
                List<Pod> pods = Await.until("all Pods are bound", () -> cluster.pods("many"), all -> all.stream()
                        .allMatch(TestCluster::bound));

                assertThat(pods).hasSize(count);
                Await.until("the watch has seen them all", nodesByUid::size, n -> n == count);
                assertThat(nodesByUid.values())
                        .allSatisfy(nodes -> assertThat(nodes).hasSize(1));
                assertThat(cluster.bindingsMade())
                        .as("Bindings that the API server took")
                        .isEqualTo(count);
                cluster.assertCapacity();
            }
        }
    }

    private void assertPending(String name, String... said) {
        Pod pod = Await.until(
                "Pod " + name + " has the condition",
                () -> cluster.pod("broken", name),
                p -> TestCluster.unschedulable(p).isPresent());
        var condition = TestCluster.unschedulable(pod).orElseThrow();
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(condition.getReason()).isEqualTo("Unschedulable");
        assertThat(condition.getMessage()).as(name).contains(said);
        List<Event> events =
                Await.until("Pod " + name + " has an event", () -> cluster.events(pod), all -> !all.isEmpty());
        assertThat(events)
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("FailedScheduling");
                    assertThat(event.getType()).isEqualTo("Warning");
                    assertThat(event.getNote()).contains(said);
                })
                .noneMatch(event -> event.getReason().equals("Scheduled"));
    }

    private List<String> reasons(Pod pod) {
        return cluster.events(pod).stream().map(Event::getReason).toList();
    }

    private List<Pod> ours(String namespace) {
        return cluster.pods(namespace).stream()
                .filter(p -> p.getSpec().getSchedulerName().equals("kube-wasm"))
                .toList();
    }

    private static Pod named(List<Pod> pods, String app) {
        Map<String, Pod> byApp = pods.stream()
                .collect(Collectors.toMap(
                        p -> p.getMetadata().getLabels().get("app.kubernetes.io/name"), Function.identity()));
        return Objects.requireNonNull(byApp.get(app), app);
    }

    private static Map<String, WiredImport> wiring(List<Pod> pods, String app) {
        String annotation = Objects.requireNonNull(
                named(pods, app).getMetadata().getAnnotations().get(WiringAnnotation.KEY), "no wiring on " + app);
        return switch (WiringAnnotation.parse(annotation)) {
            case Parsed.Valid<DecidedWiring>(DecidedWiring wiring) ->
                Objects.requireNonNull(wiring.containers().get(app)).imports();
            case Parsed.Invalid<DecidedWiring> invalid -> throw new AssertionError(invalid.message());
        };
    }

    private static Watcher<Pod> recorder(Map<String, Set<String>> nodesByUid) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Pod pod) {
                if (TestCluster.bound(pod)) {
                    nodesByUid
                            .computeIfAbsent(pod.getMetadata().getUid(), _ -> ConcurrentHashMap.newKeySet())
                            .add(pod.getSpec().getNodeName());
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                // The test fails by what it hasn't seen.
            }
        };
    }

    private SchedulerProcess scheduler(String example) {
        return SchedulerProcess.start(kubeconfig, ProjectRoot.path().resolve("examples/" + example + "/oci"), folder);
    }
}
