package dev.kubewasm.placement.facts;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may link to a provider.
 *
 * @param selector on the labels of the consumer
 * @param namespaces namespaces from which consumers may link, besides the provider's own
 */
public record Consumers(LabelSelector selector, Set<String> namespaces) {
    /** Every Pod of the provider's own namespace: what holds without an annotation. */
    public static final Consumers SAME_NAMESPACE = new Consumers(LabelSelector.EVERYTHING, Set.of());

    public Consumers {
        namespaces = Collections.unmodifiableSet(new TreeSet<>(namespaces));
    }

    /** Whether {@code consumer} may link to a provider in {@code providerNamespace}. */
    public boolean admit(PodFacts consumer, String providerNamespace) {
        String from = consumer.key().namespace();
        return (from.equals(providerNamespace) || namespaces.contains(from)) && selector.matches(consumer.labels());
    }
}
