package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.CacheSizes;
import dev.kubewasm.scheduler.core.QueueSizes;
import dev.kubewasm.scheduler.core.SchedulerObserver.Way;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulerMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());
    private final SchedulerMetrics metrics = new SchedulerMetrics(registry, Steps.NONE);

    /** The names and labels that dashboards for kube-scheduler ask for, with dots for underscores. */
    @Test
    void haveKubeSchedulersNames() {
        metrics.watch(() -> new QueueSizes(1, 2, 3, 4), () -> new CacheSizes(5, 6, 7), () -> true);
        metrics.queued("active", "PodAdd");
        metrics.bound(new Way(1, Duration.ofMillis(15)));
        metrics.bound(new Way(16, Duration.ofMinutes(1)));
        metrics.decided(Duration.ofMillis(2));
        metrics.rejected("kube-wasm", "NodeResourcesFit", 2);
        metrics.rejected("kube-wasm", "NodeResourcesFit", 1);
        metrics.rejected("other", "NodeResourcesFit", 5);
        metrics.preemptionTried();
        metrics.preempted(3);
        metrics.outcome(
                new SchedulingOutcome.Unreadable(new PodKey("ns", "a"), "no such image"),
                "kube-wasm",
                new Uid("uid"),
                Duration.ofMillis(1));

        assertThat(registry.get("scheduler.pending.pods")
                        .tag("queue", "active")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("scheduler.pending.pods")
                        .tag("queue", "gated")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("scheduler.queue.incoming.pods")
                        .tags("queue", "active", "event", "PodAdd")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("scheduler.pod.scheduling.sli.duration")
                        .tag("attempts", "1")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(15);
        assertThat(registry.get("scheduler.pod.scheduling.sli.duration")
                        .tag("attempts", "15+")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("scheduler.pod.scheduling.attempts").summary().totalAmount())
                .isEqualTo(17);
        assertThat(registry.get("scheduler.scheduling.algorithm.duration")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(registry.get("scheduler.unschedulable.pods")
                        .tags("plugin", "NodeResourcesFit", "profile", "kube-wasm")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("scheduler.cache.size")
                        .tag("type", "assumed_pods")
                        .gauge()
                        .value())
                .isEqualTo(7);
        assertThat(registry.get("scheduler.preemption.attempts").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("scheduler.preemption.victims").summary().totalAmount())
                .isEqualTo(3);
        assertThat(registry.get("scheduler.schedule.attempts")
                        .tags("profile", "kube-wasm", "result", "unschedulable")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("kube.wasm.scheduler.unreadable.components")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
