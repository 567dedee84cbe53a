package dev.kubewasm.scheduler.core;

import static dev.kubewasm.scheduler.core.Fixtures.key;
import static dev.kubewasm.scheduler.core.Fixtures.node;
import static dev.kubewasm.scheduler.core.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.InMemoryCluster.Fault;
import dev.kubewasm.scheduler.port.PodEvent;
import dev.kubewasm.scheduler.port.VolumePort;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastingFailuresTest {
    private final LastingFailures failures = new LastingFailures();

    @Test
    void saysEachCauseOnceFromTheSecondFailureInARowOn() {
        Uid a = new Uid("a");
        assertThat(failures.failed(a, "no")).as("an accident").isFalse();
        assertThat(failures.failed(new Uid("b"), "no")).as("of another").isFalse();
        assertThat(failures.failed(a, "no")).isTrue();
        assertThat(failures.failed(a, "no")).as("said").isFalse();
        assertThat(failures.failed(a, "never")).isTrue();

        failures.over(a);
        assertThat(failures.failed(a, "never")).as("an accident again").isFalse();
    }

    /** An admission webhook may forbid a binding for ever. */
    @Test
    void aPodWhoseBindingIsRejectedAgainAndAgainIsToldWhyOnce() {
        ManualClock clock = new ManualClock();
        InMemoryCluster cluster = new InMemoryCluster();
        cluster.put(node("n1", 1000));
        cluster.create(pod("a", 100, Map.of()));
        Scheduler scheduler = new Scheduler(
                cluster,
                VolumePort.NONE,
                _ -> {
                    throw new AssertionError("there are no components");
                },
                new NaivePlacement(),
                SchedulerSettings.DEFAULT,
                clock,
                SchedulerObserver.NONE);
        cluster.faults(Fault.REJECTED);
        scheduler.runCycle();
        assertThat(cluster.events).isEmpty();

        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(10));
            cluster.faults(Fault.REJECTED);
            scheduler.runCycle();
        }
        assertThat(cluster.events).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(PodEvent.Reason.FAILED_SCHEDULING);
            assertThat(event.message()).isEqualTo("the binding was rejected: a webhook forbids it");
        });

        clock.advance(Duration.ofSeconds(10));
        scheduler.runCycle();
        assertThat(cluster.nodeOf(key("a"))).contains(node("n1"));
    }
}
