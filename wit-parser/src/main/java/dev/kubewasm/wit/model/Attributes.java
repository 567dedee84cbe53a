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

    /** The same without documentation. */
    public Attributes withoutDocs() {
        return new Attributes(Docs.NONE, stability, externalId);
    }
}
