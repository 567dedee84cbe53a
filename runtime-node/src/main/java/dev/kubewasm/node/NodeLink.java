package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;

/**
 * An import of a running container and what serves it.
 *
 * @param importName the import as the component names it
 * @param supplier who serves it
 */
public record NodeLink(String importName, Supplier supplier) {
    /** Who serves an import. */
    public sealed interface Supplier {
        /** The node. */
        record Host() implements Supplier {}

        /** Another container of the same Pod. */
        record Container(String container) implements Supplier {}

        /** A container of another Pod in this process. */
        record Provider(PodKey pod) implements Supplier {}
    }
}
