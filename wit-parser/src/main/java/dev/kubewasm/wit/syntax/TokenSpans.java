package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import org.antlr.v4.runtime.Token;

/** Where tokens stand. */
final class TokenSpans {
    private TokenSpans() {}

    /** The token itself; the end of file is a point. A token of several lines ends with its first. */
    static Span of(SourceText source, Token token) {
        Position start = new Position(token.getLine(), token.getCharPositionInLine() + 1);
        if (token.getType() == Token.EOF) {
            return new Span(source, start, start);
        }
        String text = token.getText();
        int end = text.indexOf('\n');
        int length = text.codePointCount(0, end < 0 ? text.length() : end);
        return new Span(source, start, new Position(start.line(), start.column() + length));
    }

    /** The first {@code length} code points of a token that has at least as many on its first line. */
    static Span opening(SourceText source, Token token, int length) {
        Position start = new Position(token.getLine(), token.getCharPositionInLine() + 1);
        return new Span(source, start, new Position(start.line(), start.column() + length));
    }

    /** From the first code point of {@code first} to the last of {@code last}. */
    static Span of(SourceText source, Token first, Token last) {
        return of(source, first).to(of(source, last));
    }
}
