package dev.kubewasm.runtime.engine.endive.outline;

import java.util.List;
import java.util.Optional;

/**
 * What branches go to, told apart by identity. A branch keeps its label when it is moved into another function: what the label
 * means there is what the block that has it is there.
 */
final class Label {
    private final Optional<List<Num>> types;

    /** A label whose branches pass values of {@code types}; empty if some of them aren't numbers. */
    Label(Optional<List<Num>> types) {
        this.types = types;
    }

    /** A label whose branches pass nothing. */
    static Label plain() {
        return new Label(Optional.of(List.of()));
    }

    /** The types of the values that a branch passes; empty if some of them aren't numbers. */
    Optional<List<Num>> types() {
        return types;
    }
}
