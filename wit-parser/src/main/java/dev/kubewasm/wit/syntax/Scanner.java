package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/** Text to tokens, with all that must be refused before the parser may recurse on it. */
public final class Scanner {
    private Scanner() {}

    /** The tokens of {@code source}. */
    public static Scanned scan(SourceText source) {
        if (source.text().length() > Limits.MAX_SOURCE_SIZE) {
            return new Scanned(
                    source,
                    List.of(),
                    List.of(tooLarge(
                            Span.startOf(source),
                            "the source has " + source.text().length() + " characters, the limit is "
                                    + Limits.MAX_SOURCE_SIZE)));
        }
        List<Diagnostic> diagnostics = new ArrayList<>(Characters.check(source));
        if (!diagnostics.isEmpty()) {
            return new Scanned(source, List.of(), diagnostics);
        }
        List<Token> tokens = tokens(source, diagnostics);
        Nesting.tooDeep(source, tokens).ifPresent(diagnostics::add);
        return new Scanned(source, tokens, diagnostics);
    }

    private static List<Token> tokens(SourceText source, List<Diagnostic> diagnostics) {
        WitLexer lexer = new WitLexer(CharStreams.fromString(source.text(), source.name()));
        lexer.removeErrorListeners();
        List<Token> tokens = new ArrayList<>();
        while (true) {
            Token token = lexer.nextToken();
            tokens.add(token);
            if (token.getType() == Token.EOF) {
                return tokens;
            }
            if (isWrong(token) && diagnostics.size() < Limits.MAX_DIAGNOSTICS) {
                diagnostics.add(problem(source, token));
            }
            if (tokens.size() > Limits.MAX_TOKENS) {
                diagnostics.add(tooLarge(
                        TokenSpans.of(source, token),
                        "the source has more than " + Limits.MAX_TOKENS + " words and signs, which is the limit"));
                return tokens;
            }
        }
    }

    private static boolean isWrong(Token token) {
        return switch (token.getType()) {
            case WitLexer.UNTERMINATED_COMMENT,
                    WitLexer.DEEP_COMMENT,
                    WitLexer.UNTERMINATED_TEXT,
                    WitLexer.UNEXPECTED -> true;
            default -> false;
        };
    }

    /** What is wrong with a token that {@link #isWrong}. */
    private static Diagnostic problem(SourceText source, Token token) {
        return switch (token.getType()) {
            case WitLexer.UNTERMINATED_COMMENT ->
                Diagnostic.error(
                                DiagnosticCode.UNTERMINATED_COMMENT,
                                TokenSpans.opening(source, token, 2),
                                "this block comment has no end")
                        .withHint("block comments nest: every `/*` needs its own `*/`");
            case WitLexer.DEEP_COMMENT ->
                Diagnostic.error(
                        DiagnosticCode.NESTING_TOO_DEEP,
                        TokenSpans.opening(source, token, 2),
                        "block comments are nested more than " + WitLexer.MAX_COMMENT_DEPTH + " deep");
            case WitLexer.UNTERMINATED_TEXT ->
                Diagnostic.error(DiagnosticCode.INVALID_STRING, TokenSpans.of(source, token), "this string has no end")
                        .withHint("end it with `\"` on the same line");
            default ->
                Diagnostic.error(
                                DiagnosticCode.INVALID_CHARACTER,
                                TokenSpans.of(source, token),
                                "unexpected character " + StrayCharacters.shown(token.getText()))
                        .withHint(StrayCharacters.hint(token.getText()));
        };
    }

    private static Diagnostic tooLarge(Span span, String message) {
        return Diagnostic.error(DiagnosticCode.INPUT_TOO_LARGE, span, message);
    }
}
