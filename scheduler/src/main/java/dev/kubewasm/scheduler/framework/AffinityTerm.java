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
     * Whether a Pod placed in {@code cluster} is meant. One in a namespace that isn't known is selected only by a selector
     * of every namespace.
     */
    public boolean meansPlaced(PodInfo pod, ClusterState cluster) {
        if (!pods.matches(pod.labels())) {
            return false;
        }
        String namespace = pod.key().namespace();
        return namespaces.contains(namespace)
                || (namespaceSelector.isPresent()
                        && selectsNamespace(namespaceSelector.get(), cluster.namespaceLabels(namespace)));
    }

    /**
     * Whether a Pod that waits is meant by this term of a placed one.
     *
     * @param namespaceLabels the labels of its namespace; none if it isn't known
     */
    public boolean meansWaiting(PodInfo pod, Map<String, String> namespaceLabels) {
        return pods.matches(pod.labels())
                && (namespaces.contains(pod.key().namespace())
                        || (namespaceSelector.isPresent()
                                && selectsNamespace(namespaceSelector.get(), Optional.of(namespaceLabels))));
    }

    private static boolean selectsNamespace(LabelSelector selector, Optional<Map<String, String>> labels) {
        return selector.requirements().isEmpty() || (labels.isPresent() && selector.matches(labels.get()));
    }
}
