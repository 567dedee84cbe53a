package dev.kubewasm.wit.binary.types;

import java.util.List;

/**
 * A resource type within the static scope of one component: an opaque identity, equal only to itself. It stands for
 * one run-time resource type per instance of the component; {@link ResourceBinding} says which.
 */
public final class ResourceRef {
    private final String origin;
    private final List<String> path;

    /** A new resource, of the definition that {@code origin} names; {@code path} leads from that to the type. */
    ResourceRef(String origin, List<String> path) {
        this.origin = origin;
        this.path = path;
    }

    /** Where it comes from, for messages, for example {@code import wasi:io/error@0.2.12 › error}. */
    @Override
    public String toString() {
        return path.isEmpty() ? origin : origin + " › " + String.join(" › ", path);
    }
}
