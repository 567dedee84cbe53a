package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.app.Breakpoint.Side;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas as processes of their own: one leads, the other takes over. */
class LeaderElectionIT {
    private static final String NAMESPACE = "many";
    private static final int PODS = 40;
    private static final String TIGHT = "tight";
    /** As long as those of the processes here, if nothing else is said. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final String LEASE_PATH = "/leases/kube-wasm-scheduler";
    private static final String LONG_LEASE =
            "leaderElection: {leaseDuration: 10m, renewDeadline: 9m, retryPeriod: 1s}\n";

    @TempDir
    Path folder;

    private TestCluster cluster;
    private Path kubeconfig;

    @BeforeEach
    void start() {
        cluster = TestCluster.start();
        kubeconfig = cluster.schedulerKubeconfig(folder);
        cluster.addNodes();
        cluster.addNamespace(NAMESPACE);
        cluster.addPriorityClass("important", 1000);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /**
     * The first has decided about a provider and its consumer, which fill the tight node. It is paused when the provider is bound
     * and it doesn't know yet; it would bind the consumer next. When it wakes the room is another's, by the second's decision, and
     * nothing but its own knowledge of the time could keep it from giving that away again: the consumer still has no node.
     */
    @Test
    void aLeaderPausedPastItsLeaseBindsNothingWhenItWakes() throws IOException {
        try (ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                SchedulerProcess first = scheduler(behind(proxy))) {
            Await.until("the first leads", first::leads, Boolean::booleanValue);
            try (SchedulerProcess second = scheduler(kubeconfig)) {
                second.awaitReady();
                assertThat(second.leads()).as("there is one leader").isFalse();
                cluster.createPods(NAMESPACE, "a", PODS);
                Await.until("those are bound", () -> cluster.bound(NAMESPACE), n -> n == PODS);

                cluster.addNode(TIGHT, "200m");
                Breakpoint answer = proxy.holdAt(Breakpoint.atBinding(1, Side.ANSWER));
                create(LinkChain.link(0, "100m"));
                create(LinkChain.link(1, "100m"));
                answer.awaitReached();
                first.pause();
                // It is the first thing to be read on waking.
                answer.release();
                create(TestCluster.ofPriority("important", TestCluster.podOf("100m", "rival")));
                Await.until("the second leads", second::leads, Boolean::booleanValue);
                Await.until("the room is another's", () -> pod("rival"), TestCluster::bound);
                Await.until("there is none for the consumer", () -> pod("link-1"), pod -> TestCluster.unschedulable(pod)
                        .isPresent());
                int before = proxy.calls().size();
                first.resume();

                assertThat(first.awaitEnd()).as("it lost the lead").isEqualTo(1);
                List<ApiProxy.Call> after = proxy.calls();
                assertThat(after.subList(before, after.size()))
                        .as("it writes nothing")
                        .filteredOn(call ->
                                !call.method().equals("GET") && !call.method().equals("WATCH") && !refusedRenewal(call))
                        .isEmpty();
                assertThat(pod("link-1").getSpec().getNodeName()).isNull();
                assertThat(cluster.bindingsMade()).isEqualTo(PODS + 2);
                cluster.assertCapacity();

                cluster.createPods(NAMESPACE, "c", PODS);
                Await.until("the second goes on", () -> cluster.bound(NAMESPACE), n -> n == 2 * PODS + 2);
                assertThat(second.log()).doesNotContain("ERROR");
                assertThat(second.stop()).isIn(0, 143);
            }
            try (SchedulerProcess third = scheduler(kubeconfig)) {
                Await.until("a lease given back is taken at once", third::leads, Boolean::booleanValue);
            }
        }
    }

    /** A standby that took a Lease by the time that is written in it would take it at once. */
    @Test
    void aHolderWhoseClockIsAnHourBehindKeepsTheLease() throws IOException {
        try (LeaseHolder holder = new LeaseHolder(cluster.client(), LEASE, Duration.ofHours(-1));
                ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                SchedulerProcess standby = scheduler(behind(proxy))) {
            // It looks once a second at most.
            Await.until("it has looked at it for longer than it stands", () -> looks(proxy), n -> n > 10);

            assertThat(standby.leads()).isFalse();
            assertThat(holder.holds()).isTrue();
        }
    }

    /** A standby that took a Lease by the time that is written in it would wait for an hour. */
    @Test
    void theLeaseOfADeadHolderWhoseClockWasAnHourAheadIsTaken() {
        try (LeaseHolder holder = new LeaseHolder(cluster.client(), LEASE, Duration.ofHours(1));
                SchedulerProcess standby = scheduler(kubeconfig)) {
            standby.awaitReady();
            assertThat(standby.leads()).isFalse();
            holder.die();

            Await.within(LEASE.plusSeconds(30), "the standby leads", standby::leads, Boolean::booleanValue);
            assertThat(Duration.ofNanos(System.nanoTime() - holder.lastRenewal()))
                    .as("the holder could have been alive until then")
                    .isGreaterThan(LEASE);
        }
    }

    /**
     * The API server has bound the Pod, and the leader doesn't know yet when it is told to stop. Nobody could take its Lease for
     * minutes if it didn't give it back.
     */
    @Test
    void aLeaderToldToStopSeesItsBindingThroughAndGivesTheLeaseBack() throws IOException {
        try (ApiProxy proxy = new ApiProxy(cluster.controlPlane().server());
                SchedulerProcess first = SchedulerProcess.start(behind(proxy), LONG_LEASE, folder)) {
            Await.until("the first leads", first::leads, Boolean::booleanValue);
            try (SchedulerProcess second = SchedulerProcess.start(kubeconfig, LONG_LEASE, folder)) {
                second.awaitReady();
                Breakpoint answer = proxy.holdAt(Breakpoint.atBinding(1, Side.ANSWER));
                Pod underWay = cluster.create(NAMESPACE, TestCluster.podOf("10m", "under-way"));
                answer.awaitReached();
                first.terminate();
                Await.until("it is stopping", first::serves, serves -> !serves);
                cluster.create(NAMESPACE, TestCluster.podOf("10m", "later"));
                assertThat(second.leads()).as("the first isn't done yet").isFalse();
                answer.release();

                assertThat(first.awaitEnd()).isIn(0, 143);
                Await.within(Duration.ofMinutes(1), "the second leads", second::leads, Boolean::booleanValue);
                Await.until("the later one is bound", () -> pod("later"), TestCluster::bound);
                assertThat(proxy.calls())
                        .as("the first asked once")
                        .filteredOn(call -> call.path().endsWith("/binding"))
                        .hasSize(1);
                assertThat(cluster.bindingsMade()).isEqualTo(2);
                assertThat(cluster.events(underWay))
                        .as("it got its answer")
                        .extracting(Event::getReason)
                        .containsExactly("Scheduled");
            }
        }
    }

    /** It may have been paused between reading the Lease and renewing what it read. */
    private static boolean refusedRenewal(ApiProxy.Call call) {
        return call.path().endsWith(LEASE_PATH) && call.status() == 409;
    }

    private static long looks(ApiProxy proxy) {
        return proxy.calls().stream()
                .filter(call -> call.method().equals("GET") && call.path().endsWith(LEASE_PATH))
                .count();
    }

    private Path behind(ApiProxy proxy) throws IOException {
        return Files.writeString(folder.resolve("proxied.kubeconfig"), proxy.behind(Files.readString(kubeconfig)));
    }

    private void create(Pod pod) {
        cluster.create(NAMESPACE, TestCluster.on(TIGHT, pod));
    }

    private Pod pod(String name) {
        return cluster.pod(NAMESPACE, name);
    }

    private SchedulerProcess scheduler(Path access) {
        return SchedulerProcess.start(access, ProjectRoot.path().resolve("examples/pricing/oci"), folder);
    }
}
