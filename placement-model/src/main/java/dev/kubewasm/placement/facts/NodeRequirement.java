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

    /** The same, and nodes with this label alone. */
    public NodeRequirement andLabel(String key, String value) {
        SortedMap<String, String> selector = new TreeMap<>(nodeSelector);
        selector.put(key, value);
        return new NodeRequirement(selector, required, preferred);
    }

    /** Whether a node of this name with these labels is one the Pod may run on. */
    public boolean accepts(String name, Map<String, String> labels) {
        for (Map.Entry<String, String> label : nodeSelector.entrySet()) {
            if (!label.getValue().equals(labels.get(label.getKey()))) {
                return false;
            }
        }
        return required.isEmpty() || matchesOne(required.get(), name, labels);
    }

    private static boolean matchesOne(List<NodeSelectorTerm> terms, String name, Map<String, String> labels) {
        for (NodeSelectorTerm term : terms) {
            if (term.matches(name, labels)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A preference.
     *
     * @param weight 1 to 100
     * @param term what the node should match
     */
    public record PreferredTerm(int weight, NodeSelectorTerm term) {}
}
