package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the components of Pods into the cache. */
final class ComponentReading {
    private final ComponentSource source;
    private final SchedulingState state;

    ComponentReading(ComponentSource source, SchedulingState state) {
        this.source = source;
        this.state = state;
    }

    /** Reads what isn't known of a Pod's components; the outcome if that can't be done, empty if all is known. */
    Optional<SchedulingOutcome> read(CachedPod pod) {
        if (pod.componentsKnown()) {
            return Optional.empty();
        }
        Map<String, ComponentFacts> read = new HashMap<>(pod.components());
        for (ComponentReference reference : pod.observed().components()) {
            if (read.containsKey(reference.container())) {
                continue;
            }
            try {
                switch (source.resolve(reference)) {
                    case ComponentSource.Answer.Component(ComponentFacts facts) ->
                        read.put(reference.container(), facts);
                    case ComponentSource.Answer.Refused(String message) -> {
                        return Optional.of(new SchedulingOutcome.Unreadable(
                                pod.observed().facts().key(), "container " + reference.container() + ": " + message));
                    }
                }
            } catch (ClusterUnavailableException e) {
                return Optional.of(new SchedulingOutcome.Failed(
                        pod.observed().facts().key(), "the component's WIT can't be read: " + e.getMessage()));
            }
        }
        state.components(pod, read);
        return Optional.empty();
    }
}
