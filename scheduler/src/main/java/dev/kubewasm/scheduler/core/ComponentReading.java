package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import java.util.HashMap;
import java.util.Map;

/** Reads the components of Pods into the cache. */
final class ComponentReading {
    private final ComponentSource source;
    private final SchedulingState state;
    private final SchedulerObserver observer;

    ComponentReading(ComponentSource source, SchedulingState state, SchedulerObserver observer) {
        this.source = source;
        this.state = state;
        this.observer = observer;
    }

    /** What came of reading the components of a Pod. */
    sealed interface Result {
        /** All are known. */
        record Known() implements Result {}

        /**
         * Some are still being read.
         *
         * @param outcome of the Pod's attempt, if that waits for them no longer
         */
        record StillRead(SchedulingOutcome.Unreadable outcome) implements Result {}

        /**
         * One can't be read.
         *
         * @param outcome of the Pod's attempt
         */
        record NotRead(SchedulingOutcome outcome) implements Result {}
    }

    /** Reads what isn't known of a Pod's components. What breaks on them is the matter of this Pod: others must be placed. */
    Result read(CachedPod pod) {
        try {
            return pod.componentsKnown() ? new Result.Known() : readUnknown(pod);
        } catch (ClusterUnavailableException e) {
            return new Result.NotRead(new SchedulingOutcome.Failed(
                    pod.key(), "the component's WIT can't be read: " + e.getMessage(), e.retryAfter()));
        } catch (RuntimeException e) {
            observer.broke("reading the components of Pod " + pod.key(), e);
            return new Result.NotRead(
                    new SchedulingOutcome.Failed(pod.key(), "its components can't be read: " + e.getMessage()));
        }
    }

    /** All images are asked for, so that they are read at the same time. */
    private Result readUnknown(CachedPod pod) {
        Map<String, ComponentFacts> read = new HashMap<>(pod.components());
        Result result = new Result.Known();
        for (ComponentReference reference : pod.unknownComponents()) {
            switch (source.resolve(reference)) {
                case ComponentSource.Answer.Component(ComponentFacts facts) -> read.put(reference.container(), facts);
                case ComponentSource.Answer.StillRead(String message) ->
                    result = new Result.StillRead(unreadable(pod, reference, message));
                case ComponentSource.Answer.Refused(String message) -> {
                    return new Result.NotRead(unreadable(pod, reference, message));
                }
            }
        }
        if (result instanceof Result.Known) {
            state.components(pod, read);
        }
        return result;
    }

    private static SchedulingOutcome.Unreadable unreadable(
            CachedPod pod, ComponentReference reference, String message) {
        return new SchedulingOutcome.Unreadable(pod.key(), "container " + reference.container() + ": " + message);
    }
}
