package dev.kubewasm.placement.facts;

/** The name of a resource that Pods request and nodes offer. Ordered by name. */
public record ResourceName(String value) implements Comparable<ResourceName> {
    /** In milli-CPU. */
    public static final ResourceName CPU = new ResourceName("cpu");

    /** In bytes. */
    public static final ResourceName MEMORY = new ResourceName("memory");

    /** In bytes. */
    public static final ResourceName EPHEMERAL_STORAGE = new ResourceName("ephemeral-storage");

    /** The number of Pods; every Pod takes one. */
    public static final ResourceName PODS = new ResourceName("pods");

    @Override
    public int compareTo(ResourceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
