package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which nodes a Pod may and would like to run on: {@code spec.nodeSelector} and {@code spec.affinity.nodeAffinity}
 * ({@code IgnoredDuringExecution}), the selector of its RuntimeClass merged in.
 *
 * @param nodeSelector labels the node must have
 * @param required terms of which one must match; absent if the Pod has no required node affinity
 * @param preferred terms that count for a node they match
 */
public record NodeRequirement(
        SortedMap<String, String> nodeSelector,
        Optional<List<NodeSelectorTerm>> required,
        List<PreferredTerm> preferred) {
    /** Any node. */
    public static final NodeRequirement ANY = new NodeRequirement(new TreeMap<>(), Optional.empty(), List.of());

    public NodeRequirement {
        nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
        required = required.map(List::copyOf);
        preferred = List.copyOf(preferred);
    }

    /** Nodes with all these labels. */
    public static NodeRequirement selector(Map<String, String> nodeSelector) {
        return new NodeRequirement(new TreeMap<>(nodeSelector), Optional.empty(), List.of());
    }

    /**
     * A preference.
     *
     * @param weight 1 to 100
     * @param term what the node should match
     */
    public record PreferredTerm(int weight, NodeSelectorTerm term) {}
}
