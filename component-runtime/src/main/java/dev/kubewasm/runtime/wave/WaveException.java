package dev.kubewasm.runtime.wave;

import java.util.OptionalInt;

/**
 * A text isn't WAVE for the type asked for. The message is one line, for example {@code argument 1 (sku), at column 12:
 * expected u32, found string}.
 */
public final class WaveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int argument;
    private final WavePosition position;
    private final String expected;
    private final String found;

    WaveException(Source.Argument argument, WavePosition position, String expected, String found) {
        super(argument.prefix() + "at " + position + ": expected " + expected + ", found " + found);
        this.argument = argument.number();
        this.position = position;
        this.expected = expected;
        this.found = found;
    }

    /** The number of the argument, from 1; empty when a single value was read, or the arguments' number is wrong. */
    public OptionalInt argument() {
        return argument == 0 ? OptionalInt.empty() : OptionalInt.of(argument);
    }

    /** Where, in the text that was read. */
    public WavePosition position() {
        return position;
    }

    /** What should stand there: a type in WIT spelling, shortened when it is long, or a piece of syntax. */
    public String expected() {
        return expected;
    }

    /** What stands there. */
    public String found() {
        return found;
    }
}
