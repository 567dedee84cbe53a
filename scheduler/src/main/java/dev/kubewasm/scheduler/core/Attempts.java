package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.SchedulingState.Next;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The Pods of a cycle, each until it is answered, by the cycle itself or by those that make its binding. Answers may come
 * from several threads; all else is the cycle's.
 */
final class Attempts {
    private final OutcomeReporter reporter;
    private final SchedulingState state;
    private final SchedulerObserver observer;
    private final InstantSource clock;
    private final Instant begun;
    private final Map<PodKey, CachedPod> open = new LinkedHashMap<>();
    private final Map<PodKey, Instant> decisionsBegun = new HashMap<>();
    private final List<SchedulingOutcome> outcomes = new ArrayList<>();

    Attempts(
            List<CachedPod> batch,
            OutcomeReporter reporter,
            SchedulingState state,
            SchedulerObserver observer,
            InstantSource clock) {
        this.reporter = reporter;
        this.state = state;
        this.observer = observer;
        this.clock = clock;
        this.begun = clock.instant();
        batch.forEach(pod -> open.put(pod.key(), pod));
    }

    /** Those that the cycle has to answer. */
    List<CachedPod> open() {
        return List.copyOf(open.values());
    }

    /** What becomes of these begins to be decided now. */
    Instant begin(Collection<CachedPod> pods) {
        Instant now = clock.instant();
        pods.forEach(pod -> decisionsBegun.put(pod.key(), now));
        return now;
    }

    /** So long ago something began. */
    Duration since(Instant begin) {
        return Duration.between(begin, clock.instant());
    }

    /** Takes in those that wait and may be linked to the Pods that are open; returns them. */
    List<CachedPod> join() {
        List<CachedPod> joining = state.joining(List.copyOf(open.keySet()));
        joining.forEach(pod -> open.put(pod.key(), pod));
        return joining;
    }

    /** Looks at those that are open as they are known now: their components were read. */
    void reload() {
        open.replaceAll((key, pod) ->
                state.pod(key).filter(now -> now.uid().equals(pod.uid())).orElse(pod));
    }

    /** What was answered so far. */
    List<SchedulingOutcome> outcomes() {
        synchronized (outcomes) {
            return List.copyOf(outcomes);
        }
    }

    /** Gives these out of hand: what is returned answers them. */
    Consumer<SchedulingOutcome> handOver(List<PlannedBinding> group) {
        Map<PodKey, Given> given = new HashMap<>();
        for (PlannedBinding planned : group) {
            PodKey key = planned.binding().pod();
            // Asked now: a watch may be faster than the answer, and then the queue knows nothing of the Pod any more.
            given.put(key, new Given(take(key), begun(key), state.way(key), clock.instant()));
        }
        return outcome -> {
            Given pod = Objects.requireNonNull(given.get(outcome.pod()));
            tell(pod.tried(), pod.begun(), outcome, Set.of());
            if (outcome instanceof SchedulingOutcome.Bound) {
                observer.bound(pod.way().longer(since(pod.at())));
            }
        };
    }

    /** A Pod given out of hand, with its way until then. */
    private record Given(CachedPod tried, Instant begun, SchedulerObserver.Way way, Instant at) {}

    /** It doesn't fit. */
    void refuse(PodKey key, String message, Set<String> rejectors) {
        tell(take(key), new SchedulingOutcome.Unschedulable(key, message), rejectors);
    }

    void answer(PodKey key, SchedulingOutcome outcome) {
        tell(take(key), outcome, Set.of());
    }

    void answer(CachedPod tried, SchedulingOutcome outcome) {
        open.remove(outcome.pod());
        SchedulerObserver.Way way = state.way(tried.key());
        tell(tried, outcome, Set.of());
        if (outcome instanceof SchedulingOutcome.Bound) {
            observer.bound(way);
        }
    }

    /** It isn't decided about yet: it waits on for those that may belong together with it. */
    void gatherOn(CachedPod pod) {
        state.answered(take(pod.key()), new Next.GatherOn());
    }

    /** Nothing could be decided about those that are left. */
    void failRest(String why) {
        open().forEach(pod -> answer(pod, new SchedulingOutcome.Failed(pod.key(), why)));
    }

    private CachedPod take(PodKey key) {
        CachedPod tried = open.remove(key);
        if (tried == null) {
            throw new IllegalStateException("an answer for " + key + ", which wasn't tried");
        }
        return tried;
    }

    private Instant begun(PodKey pod) {
        return decisionsBegun.getOrDefault(pod, begun);
    }

    private void tell(CachedPod tried, SchedulingOutcome outcome, Set<String> rejectors) {
        tell(tried, begun(tried.key()), outcome, rejectors);
    }

    private void tell(CachedPod tried, Instant decisionBegun, SchedulingOutcome outcome, Set<String> rejectors) {
        synchronized (outcomes) {
            outcomes.add(outcome);
        }
        boolean said = reporter.report(tried, outcome);
        state.answered(
                tried,
                switch (outcome) {
                    case SchedulingOutcome.Bound _ -> new Next.Done();
                    case SchedulingOutcome.Unschedulable _ ->
                        said ? new Next.WaitForHelp(rejectors) : Next.Again.AFTER_BACKOFF;
                    case SchedulingOutcome.Unreadable _, SchedulingOutcome.Overtaken _ -> Next.Again.AFTER_BACKOFF;
                    case SchedulingOutcome.Failed failed -> new Next.Again(failed.notBefore());
                });
        observer.outcome(outcome, tried.profile(), tried.uid(), since(decisionBegun));
    }
}
