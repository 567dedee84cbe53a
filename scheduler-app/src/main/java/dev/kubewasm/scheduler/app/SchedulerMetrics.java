package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.QueueSizes;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Logs and counts what the scheduler does, under kube-scheduler's metric names where they mean the same.
 *
 * <ul>
 *   <li>{@code scheduler_schedule_attempts_total} by result and profile
 *   <li>{@code scheduler_scheduling_attempt_duration_seconds} by result and profile: from the beginning of its cycle
 *   <li>{@code scheduler_pending_pods} by queue
 *   <li>{@code leader_election_master_status}: 1 while this replica leads
 *   <li>{@code kube_wasm_scheduler_failures_total}: what broke that no Pod is to blame for
 * </ul>
 */
final class SchedulerMetrics implements SchedulerObserver {
    private static final Logger LOG = Logger.getLogger(SchedulerMetrics.class);

    /** kube-scheduler's: a millisecond, doubled 14 times. */
    private static final Duration[] BUCKETS =
            IntStream.range(0, 15).mapToObj(i -> Duration.ofMillis(1L << i)).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String profile;
    private final Steps steps;

    /** @param steps who is told of the steps of cycles */
    SchedulerMetrics(MeterRegistry registry, String profile, Steps steps) {
        this.registry = registry;
        this.profile = profile;
        this.steps = steps;
    }

    @Override
    public Steps steps() {
        return steps;
    }

    /** Publishes how many Pods wait in the queue of {@code scheduler}, and whether this replica leads. */
    void watch(Scheduler scheduler, BooleanSupplier leads) {
        gauge(scheduler, "active", QueueSizes::active);
        gauge(scheduler, "backoff", QueueSizes::backoff);
        gauge(scheduler, "unschedulable", QueueSizes::unschedulable);
        Gauge.builder("leader.election.master.status", leads, l -> l.getAsBoolean() ? 1 : 0)
                .description("1 while this replica leads")
                .tag("name", "kube-wasm-scheduler")
                .strongReference(true)
                .register(registry);
    }

    private void gauge(Scheduler scheduler, String queue, ToIntFunction<QueueSizes> size) {
        Gauge.builder("scheduler.pending.pods", scheduler, s -> size.applyAsInt(s.queueSizes()))
                .description("Pods that wait for a node, by the queue they are in")
                .tag("queue", queue)
                .register(registry);
    }

    private static String result(SchedulingOutcome outcome) {
        return switch (outcome) {
            case SchedulingOutcome.Bound _ -> "scheduled";
            case SchedulingOutcome.Unschedulable _, SchedulingOutcome.Unreadable _ -> "unschedulable";
            case SchedulingOutcome.Overtaken _, SchedulingOutcome.Failed _ -> "error";
        };
    }

    @Override
    public void outcome(SchedulingOutcome outcome, Uid uid, Duration took) {
        Timer.builder("scheduler.scheduling.attempt.duration")
                .description("From the beginning of a cycle to the answer to an attempt, its binding included")
                .serviceLevelObjectives(BUCKETS)
                .tags("result", result(outcome), "profile", profile)
                .register(registry)
                .record(took);
        try (LogFields _ = LogFields.of(outcome, uid)) {
            log(outcome);
        }
        registry.counter("scheduler.schedule.attempts", "result", result(outcome), "profile", profile)
                .increment();
    }

    private static void log(SchedulingOutcome outcome) {
        switch (outcome) {
            case SchedulingOutcome.Bound(var pod, var node, var _) -> LOG.infof("Pod %s: bound to %s", pod, node);
            case SchedulingOutcome.Unschedulable(var pod, var message) ->
                LOG.infof("Pod %s: unschedulable: %s", pod, message);
            case SchedulingOutcome.Unreadable(var pod, var message) ->
                LOG.infof("Pod %s: unschedulable: %s", pod, message);
            case SchedulingOutcome.Overtaken(var pod, var why) -> LOG.infof("Pod %s: overtaken: %s", pod, why);
            case SchedulingOutcome.Failed(var pod, var why, var _) -> LOG.warnf("Pod %s: failed, tried again: %s", pod, why);
        }
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
