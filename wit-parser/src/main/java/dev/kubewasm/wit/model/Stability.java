package dev.kubewasm.wit.model;

import java.util.Optional;

/** The gate of an item: {@code @since}, {@code @unstable} or none, with {@code @deprecated}. */
public sealed interface Stability {
    /** No gate. */
    Stability UNKNOWN = new Unknown();

    /** No gate is written. */
    record Unknown() implements Stability {}

    /** {@code @since(version = ...)}. */
    record Since(SemVer version, Optional<SemVer> deprecated) implements Stability {}

    /** {@code @unstable(feature = ...)}. */
    record Unstable(String feature, Optional<SemVer> deprecated) implements Stability {}
}
