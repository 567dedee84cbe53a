package dev.kubewasm.runtime.typed;

/** The payload of a side of a {@link Result} that has none: {@code _} in WIT. */
public enum Nothing {
    /** The only one. */
    NOTHING
}
