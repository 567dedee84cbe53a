package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.grammar.WitLexer;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Refuses what is nested so deep that a recursive reader of it might run out of stack. */
final class Nesting {
    private Nesting() {}

    /** The first bracket beyond the limit. */
    static Optional<Diagnostic> tooDeep(SourceText source, List<Token> tokens) {
        int types = 0;
        int blocks = 0;
        int parentheses = 0;
        for (Token token : tokens) {
            switch (token.getType()) {
                case WitLexer.LESS -> types++;
                case WitLexer.GREATER -> types = Math.max(0, types - 1);
                case WitLexer.LPAREN -> parentheses++;
                case WitLexer.RPAREN -> parentheses = Math.max(0, parentheses - 1);
                case WitLexer.LBRACE -> {
                    blocks++;
                    types = 0;
                }
                case WitLexer.RBRACE -> {
                    blocks = Math.max(0, blocks - 1);
                    types = 0;
                }
                // No type and no parameter list goes on beyond a semicolon: what was left open is another error.
                case WitLexer.SEMICOLON -> {
                    types = 0;
                    parentheses = 0;
                }
                default -> {
                    continue;
                }
            }
            if (types > Limits.MAX_NESTING) {
                return Optional.of(error(source, token, "types"));
            }
            if (blocks > Limits.MAX_NESTING) {
                return Optional.of(error(source, token, "blocks"));
            }
            if (parentheses > Limits.MAX_NESTING) {
                return Optional.of(error(source, token, "parentheses"));
            }
        }
        return Optional.empty();
    }

    private static Diagnostic error(SourceText source, Token token, String what) {
        return Diagnostic.error(
                DiagnosticCode.NESTING_TOO_DEEP,
                TokenSpans.of(source, token),
                what + " are nested more than " + Limits.MAX_NESTING + " deep");
    }
}
