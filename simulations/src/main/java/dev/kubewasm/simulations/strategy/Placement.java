package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a strategy did with the pending Pods.
 *
 * @param nodes the node of each Pod that got one
 * @param unplaced why each of the others got none, in words
 */
public record Placement(SortedMap<PodKey, NodeName> nodes, SortedMap<PodKey, String> unplaced) {
    public Placement {
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        unplaced = Collections.unmodifiableSortedMap(new TreeMap<>(unplaced));
    }
}
