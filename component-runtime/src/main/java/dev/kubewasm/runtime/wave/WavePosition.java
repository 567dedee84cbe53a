package dev.kubewasm.runtime.wave;

import java.io.Serializable;

/**
 * A place in a text.
 *
 * @param offset from 0, in UTF-16 code units
 * @param line from 1
 * @param column from 1, in Unicode characters
 */
public record WavePosition(int offset, int line, int column) implements Serializable {
    static WavePosition of(String text, int offset) {
        int line = 1;
        int start = 0;
        for (int newline = text.indexOf('\n');
                newline >= 0 && newline < offset;
                newline = text.indexOf('\n', newline + 1)) {
            line++;
            start = newline + 1;
        }
        return new WavePosition(offset, line, text.codePointCount(start, offset) + 1);
    }

    /** {@code column 12}, or {@code line 2, column 12} after the first line. */
    @Override
    public String toString() {
        return line == 1 ? "column " + column : "line " + line + ", column " + column;
    }
}
