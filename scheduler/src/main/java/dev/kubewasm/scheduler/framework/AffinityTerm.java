package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A term of Pod affinity or anti-affinity: which Pods are meant, and what makes two nodes the same place.
 *
 * @param namespaces namespaces by name; the Pod's own where the term names none
 * @param namespaceSelector namespaces by label, besides
 * @param pods which Pods there
 * @param topologyKey nodes with the same value of this label are one place
 */
public record AffinityTerm(
        Set<String> namespaces, Optional<LabelSelector> namespaceSelector, LabelSelector pods, String topologyKey) {
    public AffinityTerm {
        namespaces = Set.copyOf(namespaces);
    }

    /**
     * A preferred term.
     *
     * @param weight 1 to 100
     */
    public record Weighted(AffinityTerm term, int weight) {}

    /**
     * Whether {@code pod} is meant.
     *
     * @param namespaceLabels the labels of its namespace; none known: only a selector of every namespace selects it
     */
    public boolean matches(PodInfo pod, Optional<Map<String, String>> namespaceLabels) {
        return (namespaces.contains(pod.key().namespace()) || selectsNamespace(namespaceLabels))
                && pods.matches(pod.labels());
    }

    private boolean selectsNamespace(Optional<Map<String, String>> labels) {
        if (namespaceSelector.isEmpty()) {
            return false;
        }
        LabelSelector selector = namespaceSelector.get();
        return selector.requirements().isEmpty() || (labels.isPresent() && selector.matches(labels.get()));
    }
}
