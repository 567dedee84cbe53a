package dev.kubewasm.placement.facts;

/** The namespace and name of a Pod; written {@code namespace/name}. Ordered by namespace, then name. */
public record PodKey(String namespace, String name) implements Comparable<PodKey> {
    public PodKey {
        if (namespace.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a Pod has no namespace or no name: '" + namespace + "/" + name + "'");
        }
    }

    @Override
    public int compareTo(PodKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
