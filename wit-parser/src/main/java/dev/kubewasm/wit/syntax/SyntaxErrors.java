package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Suggestions;
import dev.kubewasm.wit.grammar.WitLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** ANTLR's recovery, with what it finds told in the words of WIT: what was expected, what was found, what to do. */
final class SyntaxErrors extends DefaultErrorStrategy {
    private static final int MAX_ERRORS = 20;

    private final SourceText source;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    SyntaxErrors(SourceText source) {
        this.source = source;
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    @Override
    protected void reportNoViableAlternative(Parser recognizer, NoViableAltException e) {
        report(e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    protected void reportInputMismatch(Parser recognizer, InputMismatchException e) {
        report(e.getOffendingToken(), e.getExpectedTokens());
    }

    @Override
    protected void reportUnwantedToken(Parser recognizer) {
        if (!inErrorRecoveryMode(recognizer)) {
            beginErrorCondition(recognizer);
            report(recognizer.getCurrentToken(), getExpectedTokens(recognizer));
        }
    }

    @Override
    protected void reportMissingToken(Parser recognizer) {
        reportUnwantedToken(recognizer);
    }

    private void report(Token found, IntervalSet expected) {
        if (diagnostics.size() >= MAX_ERRORS) {
            return;
        }
        diagnostics.add(Diagnostic.error(
                        DiagnosticCode.SYNTAX,
                        TokenSpans.of(source, found),
                        "expected " + TokenWords.expected(expected) + ", found " + TokenWords.found(found))
                .withHint(hint(found, expected)));
    }

    private static Optional<String> hint(Token found, IntervalSet expected) {
        String text = found.getText();
        if (expected.contains(WitLexer.VERSION)) {
            return Optional.of("a version has three numbers, as in `@1.0.0`");
        }
        if (found.getType() == WitLexer.ID && !expected.contains(WitLexer.ID)) {
            return Suggestions.didYouMean(text, TokenWords.keywords(expected));
        }
        if (TokenWords.isKeyword(found.getType()) && expected.contains(WitLexer.ID)) {
            return found.getType() == WitLexer.UNDERSCORE
                    ? Optional.empty()
                    : Optional.of("`" + text + "` is a keyword; write `%" + text + "` to use it as a name");
        }
        return Optional.empty();
    }
}
