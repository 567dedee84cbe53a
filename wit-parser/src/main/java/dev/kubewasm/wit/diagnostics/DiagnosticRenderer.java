package dev.kubewasm.wit.diagnostics;

import java.util.List;
import java.util.stream.Collectors;

/** Shows diagnostics to people: {@code file:line:column: error[code]: message}, the line it is in, and a caret. */
public final class DiagnosticRenderer {
    /** Longest stretch of a source line shown, in code points; longer ones are cut around the caret. */
    private static final int MAX_WIDTH = 120;

    private static final String TAB = "    ";
    private static final String CUT = "...";

    private final Colors colors;

    private DiagnosticRenderer(Colors colors) {
        this.colors = colors;
    }

    /** The parts of a rendered diagnostic that a terminal may show in colours. */
    public enum Part {
        ERROR,
        WARNING,
        CODE,
        MESSAGE,
        GUTTER,
        CARET,
        NOTE,
        HELP
    }

    /** Puts a part in its colour. */
    @FunctionalInterface
    public interface Colors {
        /** No colours. */
        Colors NONE = (part, text) -> text;

        /** {@code text} with what a terminal needs around it. */
        String paint(Part part, String text);
    }

    /** All of {@code diagnostics}, a blank line between them, with a line end after the last. */
    public static String render(List<Diagnostic> diagnostics) {
        return render(diagnostics, Colors.NONE);
    }

    /** Likewise, in colours. */
    public static String render(List<Diagnostic> diagnostics, Colors colors) {
        DiagnosticRenderer renderer = new DiagnosticRenderer(colors);
        return diagnostics.stream().map(renderer::lines).collect(Collectors.joining("\n"));
    }

    /** One diagnostic on several lines: the one-line form, the source line, a caret, related places, the hint. */
    public static String render(Diagnostic diagnostic) {
        return render(List.of(diagnostic));
    }

    private String lines(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder(head(diagnostic, colors)).append('\n');
        snippet(out, diagnostic.span(), Part.CARET, "");
        for (Diagnostic.Related related : diagnostic.related()) {
            if (!related.span().source().equals(diagnostic.span().source())) {
                out.append(related.span())
                        .append(": ")
                        .append(colors.paint(Part.NOTE, "note"))
                        .append(": ")
                        .append(related.message())
                        .append('\n');
                snippet(out, related.span(), Part.NOTE, "");
            } else {
                snippet(out, related.span(), Part.NOTE, " " + related.message());
            }
        }
        diagnostic.hint().ifPresent(hint -> out.append("  = ")
                .append(colors.paint(Part.HELP, "help"))
                .append(": ")
                .append(hint)
                .append('\n'));
        return out.toString();
    }

    /** One diagnostic on one line, its hint in parentheses; no line end. */
    public static String oneLine(Diagnostic diagnostic) {
        return head(diagnostic, Colors.NONE)
                + diagnostic.hint().map(hint -> " (" + hint + ")").orElse("");
    }

    private static String head(Diagnostic diagnostic, Colors colors) {
        Part severity = diagnostic.severity() == Severity.ERROR ? Part.ERROR : Part.WARNING;
        return diagnostic.span() + ": "
                + colors.paint(severity, diagnostic.severity().text())
                + colors.paint(Part.CODE, "[" + diagnostic.code().text() + "]") + ": "
                + colors.paint(Part.MESSAGE, diagnostic.message());
    }

    private void snippet(StringBuilder out, Span span, Part mark, String label) {
        String text = span.source().line(span.start().line());
        int length = text.codePointCount(0, text.length());
        if (length == 0 && span.source().text().isEmpty()) {
            return;
        }
        int column = Math.min(span.start().column() - 1, length);
        int end = span.end().line() > span.start().line()
                ? length
                : Math.min(span.end().column() - 1, length);
        int first = length <= MAX_WIDTH ? 0 : Math.clamp(column - MAX_WIDTH / 2L, 0, length - MAX_WIDTH);
        int[] line = window(text, first, Math.min(length, first + MAX_WIDTH));
        int from = column - first;
        int to = Math.min(end - first, line.length);
        String prefix = first > 0 ? CUT : "";
        String number = Integer.toString(span.start().line());
        String gutter = " ".repeat(number.length());
        String before = prefix + printable(line, 0, from);
        String marked = printable(line, from, to);
        out.append(' ').append(colors.paint(Part.GUTTER, number + " |")).append(' ');
        out.append(before).append(marked);
        out.append(printable(line, to, line.length)).append(first + line.length < length ? CUT : "");
        out.append("\n ").append(colors.paint(Part.GUTTER, gutter + " |")).append(' ');
        out.append(" ".repeat(width(before)));
        out.append(colors.paint(mark, "^".repeat(Math.max(1, width(marked))) + label))
                .append('\n');
    }

    /** The code points of {@code text} from one to another, no more of it made into numbers. */
    private static int[] window(String text, int from, int to) {
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, to - from))
                .codePoints()
                .toArray();
    }

    /** Tabs as spaces, and nothing that would move the cursor or turn the writing direction. */
    private static String printable(int[] line, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            int type = Character.getType(line[i]);
            if (line[i] == '\t') {
                out.append(TAB);
            } else if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
                out.append('\uFFFD');
            } else {
                out.appendCodePoint(line[i]);
            }
        }
        return out.toString();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
