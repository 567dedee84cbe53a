package dev.kubewasm.placement.facts;

import java.util.Locale;

/** How strongly an import of a Pod is tied to a provider in another Pod. */
public enum LinkPolicy {
    /** The node must host a provider. */
    REQUIRED,
    /** A node that hosts a provider is better. */
    PREFERRED,
    /** Never linked to another Pod. */
    NONE;

    /** The spelling in annotations. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
