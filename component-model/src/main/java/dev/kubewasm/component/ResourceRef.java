package dev.kubewasm.component;

/**
 * A resource type within the static scope of one component: an opaque identity, equal only to itself. It stands for
 * one run-time resource type per instance of the component; {@link ResourceBinding} says which.
 */
public final class ResourceRef {
    private final String origin;

    ResourceRef(String origin) {
        this.origin = origin;
    }

    /** Where it comes from, for messages, for example {@code import wasi:io/error@0.2.12 › error}. */
    @Override
    public String toString() {
        return origin;
    }
}
