package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitLexer;
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
        return new Span(source, start, new Position(start.line(), start.column() + lengthOnFirstLine(token)));
    }

    private static int lengthOnFirstLine(Token token) {
        return switch (token.getType()) {
            // The only ones that may go on beyond a line end.
            case WitLexer.BLOCK_COMMENT, WitLexer.UNTERMINATED_COMMENT, WitLexer.DEEP_COMMENT, WitLexer.UNEXPECTED -> {
                String text = token.getText();
                int end = text.indexOf('\n');
                yield text.codePointCount(0, end < 0 ? text.length() : end);
            }
            // Indices of the lexer's input count code points.
            default -> token.getStopIndex() - token.getStartIndex() + 1;
        };
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
