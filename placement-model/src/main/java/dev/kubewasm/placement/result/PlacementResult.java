package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.PodKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The outcome of one placement.
 *
 * @param outcomes one for each pending Pod
 * @param score what the placement lacks; Pods whose refusal no node could change don't count
 */
public record PlacementResult(SortedMap<PodKey, PodOutcome> outcomes, Score score) {
    public PlacementResult {
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }

    /**
     * The outcome of a Pod.
     *
     * @throws IllegalArgumentException if it was not to be placed
     */
    public PodOutcome of(PodKey pod) {
        PodOutcome outcome = outcomes.get(pod);
        if (outcome == null) {
            throw new IllegalArgumentException("Pod " + pod + " was not to be placed");
        }
        return outcome;
    }
}
