package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.SemVer;

/** An annotation in front of an item: a feature gate, or the name it has outside WIT. */
public sealed interface Gate {
    /** The annotation's name. */
    Span span();

    /** {@code @since(version = ...)}. */
    record Since(SemVer version, Span span) implements Gate {}

    /** {@code @unstable(feature = ...)}. */
    record Unstable(String feature, Span span) implements Gate {}

    /** {@code @deprecated(version = ...)}. */
    record Deprecation(SemVer version, Span span) implements Gate {}

    /** {@code @external-id("...")}. */
    record ExternalId(String id, Span span) implements Gate {}
}
