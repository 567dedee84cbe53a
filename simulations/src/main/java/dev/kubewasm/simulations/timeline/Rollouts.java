package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rolling updates with one Pod more than there should be, and none less: whose place a new Pod takes, and what comes next. */
final class Rollouts {
    private final Map<PodKey, PodKey> successors = new HashMap<>();
    private final Map<WorkloadRef, Deque<PodKey>> queued = new HashMap<>();

    /** These are to be replaced, in their order. */
    void begin(WorkloadRef workload, Collection<PodKey> pods) {
        queued.computeIfAbsent(workload, w -> new ArrayDeque<>()).addAll(pods);
    }

    /** The next Pod to be replaced. */
    Optional<PodKey> next(WorkloadRef workload) {
        @Nullable Deque<PodKey> rest = queued.get(workload);
        return rest == null ? Optional.empty() : Optional.ofNullable(rest.poll());
    }

    /** {@code made} takes the place of {@code old} once it has a node. */
    void replace(PodKey made, PodKey old) {
        successors.put(made, old);
    }

    /** The Pod whose place {@code made} takes, asked once. */
    Optional<PodKey> predecessor(PodKey made) {
        return Optional.ofNullable(successors.remove(made));
    }
}
