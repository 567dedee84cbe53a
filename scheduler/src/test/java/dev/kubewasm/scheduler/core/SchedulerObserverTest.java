package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.component;
import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static dev.kubewasm.scheduler.core.Fixtures.withPriority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchedulerObserverTest {
    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<String> told = new ArrayList<>();
    private final Map<String, Duration> took = new TreeMap<>();
    private final Map<String, Integer> rejected = new TreeMap<>();
    private Duration decisionsTake = Duration.ZERO;

    private Scheduler start() {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                new SchedulerObserver() {
                    @Override
                    public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration since) {
                        took.put(outcome.pod().name(), since);
                    }

                    @Override
                    public void decided(Duration since) {
                        told.add("decided in " + since);
                        clock.advance(decisionsTake);
                    }

                    @Override
                    public void rejected(String profile, String by, int pods) {
                        rejected.put(by, pods);
                    }

                    @Override
                    public void warning(String message) {}

                    @Override
                    public void broke(String what, Throwable cause) {}

                    @Override
                    public void bound(Way way) {
                        told.add("bound after " + way.attempts() + " attempts in " + way.took());
                    }

                    @Override
                    public void preemptionTried() {
                        told.add("tried");
                    }

                    @Override
                    public void preempted(int victims) {
                        told.add("preempted " + victims);
                    }

                    @Override
                    public void queued(String queue, String event) {
                        told.add(queue + " by " + event);
                    }
                });
    }

    @Test
    void isToldOfAPodsWayAndOfThoseThatLeaveForIt() {
        cluster.put(node("n1", 1000));
        cluster.create(InMemoryCluster.withState(
                pod("low", 900, Map.of()), new PodState(Optional.of(node("n1")), PodState.Phase.RUNNING, false, true)));
        cluster.create(withPriority(pod("high", 500, Map.of()), 10));
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();
        clock.advance(Duration.ofSeconds(1));
        scheduler.runCycle();

        assertThat(cluster.nodeOf(key("high"))).contains(node("n1"));
        assertThat(told)
                .containsExactly(
                        "active by PodAdd",
                        "tried",
                        "preempted 1",
                        "decided in PT0S",
                        "unschedulable by ScheduleAttemptFailure",
                        "backoff by AssignedPodDelete",
                        "active by BackoffComplete",
                        "decided in PT0S",
                        "bound after 2 attempts in PT1S");
    }

    @Test
    void isToldOfGatedPodsWhoseWayBeginsWhenTheirGatesAreGone() {
        cluster.put(node("n1", 1000));
        ObservedPod pod = pod("a", 100, Map.of());
        cluster.create(gated(pod, true));
        Scheduler scheduler = start();
        assertThat(scheduler.queueSizes()).isEqualTo(new QueueSizes(0, 0, 0, 1));
        clock.advance(Duration.ofHours(1));
        cluster.put(gated(cluster.pod(key("a")).orElseThrow(), false));
        cluster.deliverAll();
        assertThat(scheduler.queueSizes()).isEqualTo(new QueueSizes(1, 0, 0, 0));
        scheduler.runCycle();

        assertThat(told)
                .containsExactly(
                        "gated by PodAdd", "active by PodAdd", "decided in PT0S", "bound after 1 attempts in PT0S");
    }

    @Test
    void aGatedPodThatIsDeletedIsNotCounted() {
        cluster.create(gated(pod("a", 100, Map.of()), true));
        Scheduler scheduler = start();
        cluster.delete(key("a"));
        cluster.deliverAll();

        assertThat(scheduler.queueSizes()).isEqualTo(new QueueSizes(0, 0, 0, 0));
    }

    /** So the last of many isn't charged with all before it. */
    @Test
    void anAttemptBeginsWhenItsOwnPodIsDecidedAboutAndThatOfLinkedPodsWithTheirs() {
        decisionsTake = Duration.ofSeconds(1);
        cluster.put(node("n1", 1000));
        cluster.create(withPriority(pod("first", 100, Map.of()), 10));
        cluster.create(withPriority(pod("second", 100, Map.of()), 10));
        cluster.create(component("provider", 100, "package a:p; interface x { f: func(); } world w { export x; }"));
        cluster.create(component("consumer", 100, """
                package a:c; world w { import a:p/x; }
                package a:p { interface x { f: func(); } }"""));
        cluster.create(pod("last", 100, Map.of()));
        start().runCycle();

        assertThat(cluster.bound).as("all").hasSize(5);
        assertThat(took)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "first", Duration.ofSeconds(1),
                        "second", Duration.ofSeconds(1),
                        "provider", Duration.ofSeconds(2),
                        "consumer", Duration.ofSeconds(2),
                        "last", Duration.ofSeconds(1)));
    }

    @Test
    void isToldHowManyPodsEachPluginHasRejectedUntilTheyAreTriedAgain() {
        cluster.put(node("n1", 1000));
        cluster.create(pod("large", 2000, Map.of()));
        cluster.create(pod("larger", 3000, Map.of()));
        cluster.create(component(
                "consumer",
                100,
                "package a:c; world w { import a:p/x; }\n" + "package a:p { interface x { f: func(); } }"));
        Scheduler scheduler = start();
        scheduler.runCycle();
        cluster.deliverAll();
        assertThat(rejected).containsOnly(Map.entry("NodeResourcesFit", 2), Map.entry(Rejectors.WIRING, 1));

        cluster.put(node("n2", 2500));
        cluster.deliverAll();
        assertThat(rejected).as("they wait for their backoff").containsEntry("NodeResourcesFit", 2);
        clock.advance(Duration.ofMinutes(1));
        scheduler.runCycle();
        assertThat(rejected).as("one is bound").containsEntry("NodeResourcesFit", 1);

        cluster.delete(key("larger"));
        cluster.delete(key("consumer"));
        cluster.deliverAll();
        assertThat(rejected).containsOnly(Map.entry("NodeResourcesFit", 0), Map.entry(Rejectors.WIRING, 0));
    }

    @Test
    void knowsHowMuchIsInTheCache() {
        cluster.put(node("n1", 1000));
        cluster.put(node("n2", 1000));
        cluster.create(pod("a", 100, Map.of()));
        cluster.create(pod("large", 2000, Map.of()));
        Scheduler scheduler = start();
        scheduler.runCycle();
        assertThat(scheduler.cacheSizes()).isEqualTo(new CacheSizes(2, 1, 1));

        cluster.deliverAll();

        assertThat(scheduler.cacheSizes()).as("the cluster agrees").isEqualTo(new CacheSizes(2, 1, 0));
    }

    private static ObservedPod gated(ObservedPod pod, boolean gated) {
        return new ObservedPod(
                pod.facts(), pod.info(), pod.profile(), gated, pod.components(), pod.refusals(), pod.lastMessage());
    }
}
