package dev.kubewasm.wit.model;

import java.util.Optional;

/**
 * What stands in front of an item.
 *
 * @param docs its documentation
 * @param stability its feature gates
 * @param externalId the argument of {@code @external-id}: what the item is called outside WIT
 */
public record Attributes(Docs docs, Stability stability, Optional<String> externalId) {
    /** Nothing. */
    public static final Attributes NONE = new Attributes(Docs.NONE, Stability.UNKNOWN, Optional.empty());

    /** The same on what comes to another package: the version of a gate is one of the package it was written in. */
    public Attributes inAnotherPackage() {
        return stability instanceof Stability.Since ? new Attributes(docs, Stability.UNKNOWN, externalId) : this;
    }

    /** The same without documentation. */
    public Attributes withoutDocs() {
        return new Attributes(Docs.NONE, stability, externalId);
    }
}
