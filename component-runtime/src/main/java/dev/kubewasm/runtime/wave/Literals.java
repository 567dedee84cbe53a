package dev.kubewasm.runtime.wave;

/** What chars and strings stand for. */
final class Literals {
    private static final int TRIPLE = 3;

    private Literals() {}

    /** The code point of a char. */
    static int character(Source source, Token token) {
        StringBuilder out = new StringBuilder();
        int end = token.end() - 1;
        if (token.start() + 1 == end) {
            throw source.error(token.start(), "a character between the quotes", "`''`");
        }
        int next = Escapes.decode(source, token.start() + 1, end, out);
        if (next != end) {
            throw source.error(next, "`'` after one character", "`" + source.quote(next, end) + "`");
        }
        return out.codePointAt(0);
    }

    /** The content of a string, of one line or more. */
    static String string(Source source, Token token) {
        if (token.kind() == Token.Kind.MULTILINE_STRING) {
            return multiline(source, token);
        }
        StringBuilder out = new StringBuilder();
        decode(source, token.start() + 1, token.end() - 1, out);
        return out.toString();
    }

    /**
     * The lines between those of the two delimiters, each without as many spaces as the closing delimiter has before it
     * (wasm-wave's README, "Multiline Strings").
     */
    private static String multiline(Source source, Token token) {
        String text = source.text();
        int start = token.start() + TRIPLE;
        int end = token.end() - TRIPLE;
        int first = text.charAt(start) == '\r' ? start + 1 : start;
        if (first >= end || text.charAt(first) != '\n') {
            throw source.error(start, "a line break after `\"\"\"`", "more on the same line");
        }
        int last = text.lastIndexOf('\n', end - 1);
        for (int i = last + 1; i < end; i++) {
            if (text.charAt(i) != ' ') {
                throw source.error(end, "the closing `\"\"\"` on a line of its own", "text before it");
            }
        }
        int indent = end - last - 1;
        StringBuilder out = new StringBuilder();
        for (int line = first + 1; line <= last; line = text.indexOf('\n', line) + 1) {
            if (line > first + 1) {
                out.append('\n');
            }
            line(source, line, text.indexOf('\n', line), indent, out);
        }
        return out.toString();
    }

    private static void line(Source source, int start, int end, int indent, StringBuilder out) {
        for (int i = 0; i < indent; i++) {
            if (source.text().charAt(start + i) != ' ') {
                throw source.error(
                        start, "a line indented by at least " + indent + ", as the closing `\"\"\"` is", "less");
            }
        }
        boolean carriageReturn = end > start + indent && source.text().charAt(end - 1) == '\r';
        decode(source, start + indent, carriageReturn ? end - 1 : end, out);
    }

    private static void decode(Source source, int start, int end, StringBuilder out) {
        int at = start;
        while (at < end) {
            at = Escapes.decode(source, at, end, out);
        }
    }
}
