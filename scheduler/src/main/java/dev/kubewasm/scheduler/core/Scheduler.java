package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.core.CachedPod.Decision;
import dev.kubewasm.scheduler.core.SchedulingState.Next;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ComponentSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scheduler. It watches a cluster and, each time {@link #runCycle} is called, decides about all Pods that are due:
 * snapshot → components → placement → audit → assume → bind. All state is rebuilt from the cluster: a scheduler that is
 * killed at any point is replaced by a new one, and no Pod is lost or bound twice.
 *
 * <p>Cycles run one at a time; everything else may be called from any thread.
 */
public final class Scheduler implements AutoCloseable {
    private final SchedulingState state;
    private final ComponentReading reading;
    private final ReadingBackoff readingBackoff;
    private final PlacementStage placement;
    private final BindingStage binding;
    private final OutcomeReporter reporter;
    private final SchedulerObserver observer;
    private final ClusterPort.Watch watch;

    /**
     * A scheduler that watches {@code cluster} from now on.
     *
     * @param cluster the cluster to place Pods in
     * @param components finds out what components import and export
     * @param settings how to decide and to retry
     * @param clock for backoff
     * @param observer sees every outcome
     */
    public Scheduler(
            ClusterPort cluster,
            ComponentSource components,
            SchedulerSettings settings,
            InstantSource clock,
            SchedulerObserver observer) {
        this(cluster, components, new PlacerStage(settings.placement()), settings.queue(), clock, observer);
    }

    Scheduler(
            ClusterPort cluster,
            ComponentSource components,
            PlacementStage placement,
            QueueSettings queue,
            InstantSource clock,
            SchedulerObserver observer) {
        this.state = new SchedulingState(clock, queue);
        this.reading = new ComponentReading(components, state);
        this.placement = new IsolatingPlacement(placement);
        this.readingBackoff = new ReadingBackoff(clock, queue);
        this.binding = new BindingStage(cluster, state);
        this.reporter = new OutcomeReporter(cluster, observer);
        this.observer = observer;
        this.watch = cluster.watch(state);
    }

    /** Calls {@code listener} whenever there may be something new to try; it must return at once and not call back. */
    public void onWork(Runnable listener) {
        state.onWork(listener);
    }

    /** Whether everything there was in the cluster when the watch began is known; before, nothing is decided. */
    public boolean synced() {
        return state.isSynced();
    }

    /** Whether a cycle would try a Pod now. */
    public boolean hasWork() {
        return state.hasWork();
    }

    /** When the next Pod is due as things are, now or earlier if one is already; empty if none waits. */
    public Optional<Instant> nextAttempt() {
        return state.nextAttempt();
    }

    /** How many Pods wait. */
    public QueueSizes queueSizes() {
        return state.queueSizes();
    }

    /**
     * Tries all Pods that are due, and those that wait and may be linked to them. What goes wrong is an outcome of the
     * Pods concerned, which are tried again.
     */
    public synchronized CycleReport runCycle() {
        List<CachedPod> batch = state.begin();
        if (batch.isEmpty()) {
            return CycleReport.NOTHING;
        }
        Attempts attempts = new Attempts(batch);
        try {
            attempt(attempts);
        } catch (RuntimeException e) {
            observer.broke("a scheduling cycle for " + batch.size() + " Pods", e);
            attempts.failRest(String.valueOf(e.getMessage()));
        } finally {
            // Also when an Error passes through: a Pod must not stay in flight.
            attempts.failRest("the cycle was broken off");
        }
        return new CycleReport(attempts.outcomes());
    }

    private void attempt(Attempts attempts) {
        for (CachedPod bound : state.boundWithUnknownComponents()) {
            if (readingBackoff.due(bound)) {
                Optional<SchedulingOutcome> failure = read(bound);
                readingBackoff.tried(bound, failure.isEmpty());
                failure.ifPresent(outcome -> observer.warning("a bound Pod can't be a provider: " + outcome));
            }
        }
        // Only once the components of the Pods that are due are read is it known who may be linked to them.
        for (List<CachedPod> next = attempts.open(); !next.isEmpty(); next = attempts.join()) {
            next.forEach(pod -> prepare(pod, attempts));
        }
        Map<PodKey, CachedPod> pending = attempts.openByKey();
        if (pending.isEmpty()) {
            return;
        }
        Snapshot snapshot = state.snapshot();
        pending.entrySet().removeIf(entry -> !isStill(entry.getValue(), snapshot));
        PlacementStage.Plan plan = placement.plan(snapshot, pending.keySet());
        plan.broken().forEach((key, cause) -> {
            observer.broke("deciding about Pod " + key, cause);
            attempts.answer(key, new SchedulingOutcome.Failed(key, String.valueOf(cause.getMessage())));
        });
        plan.unplaced().forEach((key, why) -> attempts.answer(key, new SchedulingOutcome.Unschedulable(key, why)));
        binding.bind(plan.bindings()).forEach(outcome -> attempts.answer(outcome.pod(), outcome));
        attempts.open()
                .forEach(pod -> attempts.answer(
                        pod,
                        new SchedulingOutcome.Overtaken(
                                pod.observed().facts().key(), "the Pod was deleted meanwhile")));
    }

    /** Settles what is in doubt about a Pod and reads its components; answers it where there is no more to decide. */
    private void prepare(CachedPod pod, Attempts attempts) {
        if (pod.decision().orElse(null) instanceof Decision.InDoubt(Binding doubtful)) {
            Optional<SchedulingOutcome> settled = binding.settle(doubtful);
            if (settled.isPresent()) {
                attempts.answer(pod, settled.get());
                return;
            }
        }
        if (!pod.observed().refusals().isEmpty()) {
            attempts.answer(
                    pod,
                    new SchedulingOutcome.Unschedulable(
                            pod.observed().facts().key(),
                            String.join("; ", pod.observed().refusals())));
        } else {
            read(pod).ifPresent(outcome -> attempts.answer(pod, outcome));
        }
    }

    /** Reads the components of {@code pod}. What breaks on them is the matter of this Pod: the others must be placed. */
    private Optional<SchedulingOutcome> read(CachedPod pod) {
        try {
            return reading.read(pod);
        } catch (RuntimeException e) {
            PodKey key = pod.observed().facts().key();
            observer.broke("reading the components of Pod " + key, e);
            return Optional.of(new SchedulingOutcome.Failed(key, "its components can't be read: " + e.getMessage()));
        }
    }

    private static boolean isStill(CachedPod tried, Snapshot snapshot) {
        return snapshot.pod(tried.observed().facts().key())
                .filter(now -> now.uid().equals(tried.uid())
                        && now.state().node().isEmpty()
                        && !now.state().terminating())
                .isPresent();
    }

    /** Stops watching. What was asked of the cluster stands. */
    @Override
    public void close() {
        watch.close();
    }

    /** The Pods of a cycle, each until it is answered. */
    private final class Attempts {
        private final Map<PodKey, CachedPod> open = new LinkedHashMap<>();
        private final List<SchedulingOutcome> outcomes = new ArrayList<>();

        Attempts(List<CachedPod> batch) {
            batch.forEach(pod -> open.put(pod.observed().facts().key(), pod));
        }

        List<CachedPod> open() {
            return List.copyOf(open.values());
        }

        /** Takes in those that wait and may be linked to the Pods that are open; returns them. */
        List<CachedPod> join() {
            List<CachedPod> joining = state.joining(List.copyOf(open.keySet()));
            joining.forEach(pod -> open.put(pod.observed().facts().key(), pod));
            return joining;
        }

        Map<PodKey, CachedPod> openByKey() {
            return new LinkedHashMap<>(open);
        }

        List<SchedulingOutcome> outcomes() {
            return outcomes;
        }

        void answer(PodKey key, SchedulingOutcome outcome) {
            CachedPod tried = open.get(key);
            if (tried == null) {
                throw new IllegalStateException("an outcome for " + key + ", which wasn't tried: " + outcome);
            }
            answer(tried, outcome);
        }

        void answer(CachedPod tried, SchedulingOutcome outcome) {
            open.remove(outcome.pod());
            outcomes.add(outcome);
            boolean said = reporter.report(tried, outcome);
            state.answered(
                    tried,
                    switch (outcome) {
                        case SchedulingOutcome.Bound _ -> Next.DONE;
                        case SchedulingOutcome.Unschedulable _ -> said ? Next.WAIT_FOR_HELP : Next.AGAIN;
                        case SchedulingOutcome.Unreadable _,
                                SchedulingOutcome.Overtaken _,
                                SchedulingOutcome.Failed _ -> Next.AGAIN;
                    });
            observer.outcome(outcome);
        }

        void failRest(String why) {
            open().forEach(pod -> answer(
                    pod, new SchedulingOutcome.Failed(pod.observed().facts().key(), why)));
        }
    }
}
