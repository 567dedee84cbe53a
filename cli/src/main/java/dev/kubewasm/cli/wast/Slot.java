package dev.kubewasm.cli.wast;

/** What a name of a script stands for. */
sealed interface Slot<T> {
    /** Something that is there. */
    record Present<T>(T value) implements Slot<T> {}

    /** Nothing, since the command that should have made it, on line {@code line}, came to this. */
    record Absent<T>(int line, Outcome outcome) implements Slot<T> {}
}
