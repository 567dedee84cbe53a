package dev.kubewasm.scheduler.core;

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
import org.junit.jupiter.api.Test;

class SchedulerObserverTest {
    private final ManualClock clock = new ManualClock();
    private final InMemoryCluster cluster = new InMemoryCluster();
    private final List<String> told = new ArrayList<>();

    private Scheduler start() {
        return new Scheduler(
                cluster,
                new ComponentResolver(new SchedulerTest.NoImages(), (_, _, _) -> Optional.empty()),
                SchedulerSettings.DEFAULT,
                clock,
                new SchedulerObserver() {
                    @Override
                    public void outcome(SchedulingOutcome outcome, Uid uid, Duration took) {}

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
                        "unschedulable by ScheduleAttemptFailure",
                        "backoff by AssignedPodDelete",
                        "active by BackoffComplete",
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

        assertThat(told).containsExactly("gated by PodAdd", "active by PodAdd", "bound after 1 attempts in PT0S");
    }

    @Test
    void aGatedPodThatIsDeletedIsNotCounted() {
        cluster.create(gated(pod("a", 100, Map.of()), true));
        Scheduler scheduler = start();
        cluster.delete(key("a"));
        cluster.deliverAll();

        assertThat(scheduler.queueSizes()).isEqualTo(new QueueSizes(0, 0, 0, 0));
    }

    private static ObservedPod gated(ObservedPod pod, boolean gated) {
        return new ObservedPod(
                pod.facts(), pod.info(), pod.ours(), gated, pod.components(), pod.refusals(), pod.lastMessage());
    }
}
