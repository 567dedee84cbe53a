package dev.kubewasm.wit.diagnostics;

/**
 * A named text that diagnostics point into.
 *
 * @param name as shown in front of {@code :line:column}
 * @param text the whole text
 */
public record SourceText(String name, String text) {
    /** A text as it was read: a byte order mark in front is no part of it. */
    public static SourceText read(String name, String text) {
        return new SourceText(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** The text of line {@code line} (from 1) without its line end; empty beyond the last. */
    public String line(int line) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return "";
            }
            start = end + 1;
        }
        int end = text.indexOf('\n', start);
        String content = text.substring(start, end < 0 ? text.length() : end);
        return content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
    }

    /** The name; a whole text is no use in a message. */
    @Override
    public String toString() {
        return name;
    }
}
