package dev.kubewasm.scheduler.app;

import dev.kubewasm.placement.Steps;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.CacheSizes;
import dev.kubewasm.scheduler.core.QueueSizes;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulingOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Logs and counts what the scheduler does, under kube-scheduler's metric names where they mean the same.
 *
 * <ul>
 *   <li>{@code scheduler_schedule_attempts_total} by result and profile
 *   <li>{@code scheduler_scheduling_attempt_duration_seconds} by result and profile: from when the decision about the Pod, or
 *       about all that it was decided about with, began
 *   <li>{@code scheduler_scheduling_algorithm_duration_seconds}: of that what isn't binding
 *   <li>{@code scheduler_pod_scheduling_attempts}: of Pods that were bound
 *   <li>{@code scheduler_pod_scheduling_sli_duration_seconds} by attempts: over all of them
 *   <li>{@code scheduler_pending_pods} and {@code scheduler_queue_incoming_pods_total} by queue, the latter by event too
 *   <li>{@code scheduler_unschedulable_pods} by plugin and profile: those that it has rejected, {@code Wiring}, {@code Placement}
 *       and {@code Pod} beside kube-scheduler's plugins
 *   <li>{@code scheduler_cache_size} by type
 *   <li>{@code scheduler_preemption_attempts_total}, {@code scheduler_preemption_victims}
 *   <li>{@code leader_election_master_status}: 1 while this replica leads
 *   <li>{@code kube_wasm_scheduler_failures_total}: what broke that no Pod is to blame for
 *   <li>{@code kube_wasm_scheduler_unreadable_components_total}: attempts that failed at what a component imports and exports
 * </ul>
 */
final class SchedulerMetrics implements SchedulerObserver {
    private static final Logger LOG = Logger.getLogger(SchedulerMetrics.class);

    /** kube-scheduler's: a millisecond, doubled 14 times. */
    private static final Duration[] BUCKETS =
            IntStream.range(0, 15).mapToObj(i -> Duration.ofMillis(1L << i)).toArray(Duration[]::new);

    /** kube-scheduler's: ten milliseconds, doubled 19 times. */
    private static final Duration[] SLI_BUCKETS =
            IntStream.range(0, 20).mapToObj(i -> Duration.ofMillis(10L << i)).toArray(Duration[]::new);

    /** kube-scheduler's: one, doubled six times. */
    private static final double[] VICTIMS =
            IntStream.range(0, 7).mapToDouble(i -> 1 << i).toArray();

    /** kube-scheduler's: one, doubled four times. */
    private static final double[] ATTEMPTS =
            IntStream.range(0, 5).mapToDouble(i -> 1 << i).toArray();

    /** More aren't told apart, as by kube-scheduler. */
    private static final int MANY_ATTEMPTS = 15;

    private final MeterRegistry registry;
    private final Steps steps;
    private final Map<Rejected, AtomicInteger> rejected = new ConcurrentHashMap<>();

    /** Pods of this profile that wait are rejected by this plugin. */
    private record Rejected(String profile, String plugin) {}

    /** @param steps who is told of the steps of cycles */
    SchedulerMetrics(MeterRegistry registry, Steps steps) {
        this.registry = registry;
        this.steps = steps;
    }

    @Override
    public Steps steps() {
        return steps;
    }

    /** Publishes how many Pods wait in {@code queue}, how much is in {@code cache}, and whether this replica leads. */
    void watch(Supplier<QueueSizes> queue, Supplier<CacheSizes> cache, BooleanSupplier leads) {
        cacheGauge(cache, "nodes", CacheSizes::nodes);
        cacheGauge(cache, "pods", CacheSizes::pods);
        cacheGauge(cache, "assumed_pods", CacheSizes::assumedPods);
        gauge(queue, "active", QueueSizes::active);
        gauge(queue, "backoff", QueueSizes::backoff);
        gauge(queue, "unschedulable", QueueSizes::unschedulable);
        gauge(queue, "gated", QueueSizes::gated);
        Gauge.builder("leader.election.master.status", leads, l -> l.getAsBoolean() ? 1 : 0)
                .description("1 while this replica leads")
                .tag("name", "kube-wasm-scheduler")
                .strongReference(true)
                .register(registry);
    }

    private void cacheGauge(Supplier<CacheSizes> sizes, String type, ToIntFunction<CacheSizes> size) {
        Gauge.builder("scheduler.cache.size", sizes, s -> size.applyAsInt(s.get()))
                .description("Nodes, Pods on nodes, and those of them that were decided and aren't seen there yet")
                .tag("type", type)
                .strongReference(true)
                .register(registry);
    }

    private void gauge(Supplier<QueueSizes> sizes, String queue, ToIntFunction<QueueSizes> size) {
        Gauge.builder("scheduler.pending.pods", sizes, s -> size.applyAsInt(s.get()))
                .description("Pods that wait for a node, by the queue they are in")
                .tag("queue", queue)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void queued(String queue, String event) {
        registry.counter("scheduler.queue.incoming.pods", "queue", queue, "event", event)
                .increment();
    }

    @Override
    public void bound(Way way) {
        String attempts = way.attempts() < MANY_ATTEMPTS ? Integer.toString(way.attempts()) : MANY_ATTEMPTS + "+";
        Timer.builder("scheduler.pod.scheduling.sli.duration")
                .description("From when a Pod came, or its gates were gone, until it was bound, over all its attempts")
                .serviceLevelObjectives(SLI_BUCKETS)
                .tag("attempts", attempts)
                .register(registry)
                .record(way.took());
        DistributionSummary.builder("scheduler.pod.scheduling.attempts")
                .description("How often a Pod was tried until it was bound")
                .serviceLevelObjectives(ATTEMPTS)
                .register(registry)
                .record(way.attempts());
    }

    @Override
    public void decided(Duration took) {
        Timer.builder("scheduler.scheduling.algorithm.duration")
                .description(
                        "From when the decision about a Pod, or about all that it was decided about with, began to its end")
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    @Override
    public void rejected(String profile, String by, int pods) {
        rejected.computeIfAbsent(new Rejected(profile, by), this::gauge).set(pods);
    }

    private AtomicInteger gauge(Rejected by) {
        AtomicInteger pods = new AtomicInteger();
        Gauge.builder("scheduler.unschedulable.pods", pods, AtomicInteger::get)
                .description("Pods that wait, by what rejected them; a Pod counts for each that did")
                .tags("plugin", by.plugin(), "profile", by.profile())
                .strongReference(true)
                .register(registry);
        return pods;
    }

    @Override
    public void preemptionTried() {
        registry.counter("scheduler.preemption.attempts").increment();
    }

    @Override
    public void preempted(int victims) {
        DistributionSummary.builder("scheduler.preemption.victims")
                .description("Pods that leave a node for others at once")
                .serviceLevelObjectives(VICTIMS)
                .register(registry)
                .record(victims);
    }

    private static String result(SchedulingOutcome outcome) {
        return switch (outcome) {
            case SchedulingOutcome.Bound _ -> "scheduled";
            case SchedulingOutcome.Unschedulable _, SchedulingOutcome.Unreadable _ -> "unschedulable";
            case SchedulingOutcome.Overtaken _, SchedulingOutcome.Failed _ -> "error";
        };
    }

    @Override
    public void outcome(SchedulingOutcome outcome, String profile, Uid uid, Duration took) {
        Timer.builder("scheduler.scheduling.attempt.duration")
                .description(
                        "From when the decision about a Pod, or about all that it was decided about with, began to the answer, its"
                                + " binding included")
                .serviceLevelObjectives(BUCKETS)
                .tags("result", result(outcome), "profile", profile)
                .register(registry)
                .record(took);
        // As kube-scheduler has it: what went well has an event, and a line only for whoever looks for something.
        if (!(outcome instanceof SchedulingOutcome.Bound) || LOG.isDebugEnabled()) {
            try (LogFields _ = LogFields.of(outcome, uid)) {
                log(outcome);
            }
        }
        if (outcome instanceof SchedulingOutcome.Unreadable) {
            registry.counter("kube.wasm.scheduler.unreadable.components").increment();
        }
        registry.counter("scheduler.schedule.attempts", "result", result(outcome), "profile", profile)
                .increment();
    }

    private static void log(SchedulingOutcome outcome) {
        switch (outcome) {
            case SchedulingOutcome.Bound(var pod, var node, var _) -> LOG.debugf("Pod %s: bound to %s", pod, node);
            case SchedulingOutcome.Unschedulable(var pod, var message) ->
                LOG.infof("Pod %s: unschedulable: %s", pod, message);
            case SchedulingOutcome.Unreadable(var pod, var message) ->
                LOG.infof("Pod %s: unschedulable: %s", pod, message);
            case SchedulingOutcome.Overtaken(var pod, var why) -> LOG.infof("Pod %s: overtaken: %s", pod, why);
            case SchedulingOutcome.Failed(var pod, var why, var _) ->
                LOG.warnf("Pod %s: failed, tried again: %s", pod, why);
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
