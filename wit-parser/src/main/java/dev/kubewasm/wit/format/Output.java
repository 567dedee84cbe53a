package dev.kubewasm.wit.format;

/** Text as it is written, with the indentation of every line that gets something. */
final class Output {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private int lineStart;

    String text() {
        return text.toString();
    }

    /** Code points in the line so far. */
    int column() {
        return text.codePointCount(lineStart, text.length());
    }

    void space() {
        text.append(' ');
    }

    /** {@code content}; where it is the first of its line, {@code level} levels deep. */
    void write(String content, int level) {
        if (lineStart == text.length()) {
            text.repeat(INDENT, level);
        }
        int start = text.length();
        text.append(content);
        int end = content.lastIndexOf('\n');
        if (end >= 0) {
            lineStart = start + end + 1;
        }
    }

    /** Ends the line, with an empty one behind it if {@code blank}; nothing in an empty text. */
    void newline(boolean blank) {
        if (text.isEmpty()) {
            return;
        }
        text.append(blank ? "\n\n" : "\n");
        lineStart = text.length();
    }
}
