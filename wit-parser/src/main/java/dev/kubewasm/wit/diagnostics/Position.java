package dev.kubewasm.wit.diagnostics;

/**
 * A place in a text.
 *
 * @param line from 1; lines end with {@code \n}
 * @param column from 1, in Unicode code points
 */
public record Position(int line, int column) {
    /** Where every text begins. */
    public static final Position START = new Position(1, 1);
}
