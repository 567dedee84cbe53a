package dev.kubewasm.placement.facts;

import java.util.Comparator;

/** The namespace and name of a Pod; written {@code namespace/name}. Ordered by namespace, then name. */
public record PodKey(String namespace, String name) implements Comparable<PodKey> {
    private static final Comparator<PodKey> ORDER =
            Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

    public PodKey {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a Pod has no namespace or no name: '" + namespace + "/" + name + "'");
        }
    }

    @Override
    public int compareTo(PodKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
