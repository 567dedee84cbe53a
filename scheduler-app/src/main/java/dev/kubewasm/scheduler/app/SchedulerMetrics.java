package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.core.QueueSizes;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;

/**
 * Logs and counts what the scheduler does, under kube-scheduler's metric names where they mean the same:
 * {@code scheduler_schedule_attempts_total} by result, {@code scheduler_pending_pods} by queue.
 */
final class SchedulerMetrics implements SchedulerObserver {
    private static final Logger LOG = Logger.getLogger(SchedulerMetrics.class);

    private final MeterRegistry registry;

    SchedulerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Publishes how many Pods wait in the queue of {@code scheduler}. */
    void watchQueue(Scheduler scheduler) {
        gauge(scheduler, "active", QueueSizes::active);
        gauge(scheduler, "backoff", QueueSizes::backoff);
        gauge(scheduler, "unschedulable", QueueSizes::unschedulable);
    }

    private void gauge(Scheduler scheduler, String queue, ToIntFunction<QueueSizes> size) {
        Gauge.builder("scheduler.pending.pods", scheduler, s -> size.applyAsInt(s.queueSizes()))
                .description("Pods that wait for a node, by the queue they are in")
                .tag("queue", queue)
                .register(registry);
    }

    @Override
    public void outcome(SchedulingOutcome outcome) {
        String result =
                switch (outcome) {
                    case SchedulingOutcome.Bound(var pod, var node, var _) -> {
                        LOG.infof("Pod %s: bound to %s", pod, node);
                        yield "scheduled";
                    }
                    case SchedulingOutcome.Unschedulable(var pod, var message) -> {
                        LOG.infof("Pod %s: unschedulable: %s", pod, message);
                        yield "unschedulable";
                    }
                    case SchedulingOutcome.Unreadable(var pod, var message) -> {
                        LOG.infof("Pod %s: unschedulable: %s", pod, message);
                        yield "unschedulable";
                    }
                    case SchedulingOutcome.Overtaken(var pod, var why) -> {
                        LOG.infof("Pod %s: overtaken: %s", pod, why);
                        yield "error";
                    }
                    case SchedulingOutcome.Failed(var pod, var why) -> {
                        LOG.warnf("Pod %s: failed, tried again: %s", pod, why);
                        yield "error";
                    }
                };
        registry.counter("scheduler.schedule.attempts", "result", result).increment();
    }

    @Override
    public void warning(String message) {
        LOG.warn(message);
    }

    @Override
    public void broke(String what, Throwable cause) {
        LOG.errorf(cause, "failed: %s", what);
        registry.counter("kube.wasm.scheduler.failures").increment();
    }
}
