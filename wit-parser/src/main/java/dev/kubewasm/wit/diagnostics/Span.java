package dev.kubewasm.wit.diagnostics;

/**
 * A stretch of a source.
 *
 * @param source the text it lies in
 * @param start its first code point
 * @param end one past its last code point; equal to {@code start} for a point (the end of the text, say)
 */
public record Span(SourceText source, Position start, Position end) {
    /** The beginning of {@code source}: for what concerns it as a whole. */
    public static Span startOf(SourceText source) {
        return new Span(source, Position.START, Position.START);
    }

    /** From the start of this span to the end of {@code last}, in the same source. */
    public Span to(Span last) {
        return new Span(source, start, last.end);
    }

    /** {@code name:line:column} of the start. */
    @Override
    public String toString() {
        return source.name() + ":" + start.line() + ":" + start.column();
    }
}
