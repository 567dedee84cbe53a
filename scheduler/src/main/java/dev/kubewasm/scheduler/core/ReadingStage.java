package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.core.ComponentReading.Result;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out the components of the Pods of one cycle. Where those of a Pod are still being read, the Pods of its namespace that
 * may be linked to it gather on: placed before it is known whom they belong to, they may go apart.
 */
final class ReadingStage {
    private final ComponentReading reading;
    private final ReadingBackoff backoff;
    private final PlacementStage placement;
    private final SchedulingState state;
    private final SchedulerObserver observer;
    /** Where components are still being read that others may be linked to. */
    private final Set<String> namespaces = new HashSet<>();

    ReadingStage(
            ComponentReading reading,
            ReadingBackoff backoff,
            PlacementStage placement,
            SchedulingState state,
            SchedulerObserver observer) {
        this.reading = reading;
        this.backoff = backoff;
        this.placement = placement;
        this.state = state;
        this.observer = observer;
    }

    /** Reads those of Pods that have a node: they may be providers. */
    void readBound() {
        for (CachedPod bound : state.boundWithUnknownComponents()) {
            if (backoff.due(bound)) {
                switch (reading.read(bound)) {
                    case Result.Known _ -> backoff.tried(bound, true);
                    case Result.StillRead _ -> namespaces.add(bound.key().namespace());
                    case Result.NotRead(SchedulingOutcome outcome) -> {
                        backoff.tried(bound, false);
                        observer.warning("a bound Pod can't be a provider: " + outcome);
                    }
                }
            }
        }
    }

    /** Reads those of Pods that came just now; what can't be read is said when their own time has come. */
    void readGathering() {
        for (CachedPod pod : state.gatheringUnread()) {
            if (reading.read(pod) instanceof Result.StillRead && state.mayGather(pod.key())) {
                namespaces.add(pod.key().namespace());
            }
        }
    }

    /** Reads those of a Pod that is tried, and answers it if that is all there is to do about it now. */
    void read(CachedPod pod, Attempts attempts) {
        switch (reading.read(pod)) {
            case Result.Known _ -> {}
            case Result.NotRead(SchedulingOutcome outcome) -> attempts.answer(pod, outcome);
            case Result.StillRead(SchedulingOutcome.Unreadable outcome) -> {
                if (state.mayGather(pod.key())) {
                    namespaces.add(pod.key().namespace());
                    attempts.gatherOn(pod);
                } else {
                    attempts.answer(pod, outcome);
                }
            }
        }
    }

    /**
     * Has those wait whose components are known, and which may be linked to Pods whose components are still being read. Not a
     * group of which nothing is missing: a registry that is slow or down is the matter of those alone that need it.
     */
    void holdBack(Attempts attempts) {
        if (namespaces.isEmpty()) {
            return;
        }
        Set<PodKey> complete = complete(attempts.open());
        for (CachedPod pod : attempts.open()) {
            if (namespaces.contains(pod.key().namespace())
                    && !complete.contains(pod.key())
                    && placement.links(pod.facts())
                    && state.mayGather(pod.key())) {
                attempts.gatherOn(pod);
            }
        }
    }

    private Set<PodKey> complete(List<CachedPod> open) {
        Map<String, GatheringGroups<PodKey>> byNamespace = new HashMap<>();
        for (CachedPod pod : open) {
            byNamespace
                    .computeIfAbsent(pod.key().namespace(), _ -> new GatheringGroups<>())
                    .add(pod.key(), LinkInterfaces.of(pod.components().values()), Instant.EPOCH);
        }
        Set<PodKey> complete = new HashSet<>();
        byNamespace.values().forEach(groups -> complete.addAll(groups.quietSince(Instant.EPOCH)));
        return complete;
    }
}
