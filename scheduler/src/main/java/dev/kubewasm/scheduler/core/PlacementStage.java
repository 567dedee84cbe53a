package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Snapshot in, checked decisions out: the placement and its audit. A pure function of its arguments. */
@FunctionalInterface
interface PlacementStage {
    /**
     * Decides about these pending Pods.
     *
     * @throws IllegalStateException when the audit finds fault with the decisions: none of them may be bound
     */
    Plan plan(Snapshot snapshot, Set<PodKey> pending);

    /**
     * What was decided.
     *
     * @param bindings for the Pods that fit
     * @param unplaced why not, for each that doesn't fit
     * @param broken what went wrong, for each that nothing could be decided about
     */
    record Plan(List<PlannedBinding> bindings, Map<PodKey, String> unplaced, Map<PodKey, RuntimeException> broken) {
        public Plan {
            bindings = List.copyOf(bindings);
            unplaced = Map.copyOf(unplaced);
            broken = Map.copyOf(broken);
        }

        /** Nothing went wrong. */
        Plan(List<PlannedBinding> bindings, Map<PodKey, String> unplaced) {
            this(bindings, unplaced, Map.of());
        }
    }
}
