package dev.kubewasm.wit.ast;

import dev.kubewasm.wit.diagnostics.Span;

/** How an interface or a world is named: production {@code use-path}. */
public sealed interface UsePath {
    /** The name at its end. */
    Id id();

    /** The whole path. */
    Span span();

    /** A name of the file or of its package. */
    record Local(Id id) implements UsePath {
        @Override
        public Span span() {
            return id.span();
        }
    }

    /** A name of the package {@code pkg}. */
    record Full(PackagePath pkg, Id id, Span span) implements UsePath {}
}
