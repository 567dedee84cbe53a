package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.antlr.v4.runtime.Token;

/**
 * What is wrong in tokens that do not make a tree, in the words of WIT: what was expected, what was found, what to do.
 *
 * <p>Behind each mistake the tokens are mended as what the author most likely meant, and read again: so the next one
 * reported is one of its own, not a consequence.
 */
final class SyntaxErrors {
    private static final int MAX_ERRORS = 20;
    /** Tokens read again and again at most, so that large files with many mistakes do not take long. */
    private static final long MAX_READ = 4_000_000;

    private static final List<Function<Mistake, Optional<Advice>>> ADVISERS = List.of(
            ItemAdvice::of,
            FunctionAdvice::of,
            TypeAdvice::of,
            MemberAdvice::of,
            PathAdvice::of,
            SeparatorAdvice::of,
            NameAdvice::of);

    private SyntaxErrors() {}

    /** The diagnostics of {@code scanned}; none if its tokens do make a tree. */
    static List<Diagnostic> find(Scanned scanned) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        mistakes(scanned, explained -> diagnostics.add(diagnostic(scanned.source(), explained)));
        return List.copyOf(diagnostics);
    }

    /** A mistake and what is said about it. */
    record Explained(Mistake mistake, Advice advice) {}

    /** Tells {@code report} the mistakes to be reported, in the order of the text. */
    static void mistakes(Scanned scanned, Consumer<Explained> report) {
        List<Token> tokens = scanned.tokens().stream()
                .filter(token -> token.getChannel() == Token.DEFAULT_CHANNEL)
                .toList();
        int reported = 0;
        Optional<Token> last = Optional.empty();
        long read = 0;
        while (reported < MAX_ERRORS && read <= MAX_READ) {
            Optional<Mistake> next = MistakeFinder.first(tokens);
            if (next.isEmpty()) {
                break;
            }
            Mistake mistake = next.get();
            boolean mended = Repair.madeUp(mistake.found())
                    || last.filter(mistake.found()::equals).isPresent();
            if (mended && mistake.found().getType() == Token.EOF) {
                break;
            }
            Advice advice = mended ? Advice.NONE : advice(mistake);
            if (!mended) {
                report.accept(new Explained(mistake, advice));
                reported++;
            }
            last = Optional.of(mistake.found());
            read += mistake.at();
            tokens =
                    advice.repair().orElseGet(() -> Statements.without(mistake)).apply(tokens);
        }
    }

    private static Advice advice(Mistake mistake) {
        return ADVISERS.stream()
                .flatMap(adviser -> adviser.apply(mistake).stream())
                .findFirst()
                .orElse(Advice.NONE);
    }

    private static Diagnostic diagnostic(SourceText source, Explained explained) {
        Mistake mistake = explained.mistake();
        Advice advice = explained.advice();
        String message = advice.message()
                .orElseGet(() ->
                        "expected " + TokenWords.expected(mistake) + ", found " + TokenWords.found(mistake.found()));
        Advice.Blamed blamed = advice.blamed().orElseGet(() -> new Advice.Blamed(mistake.found(), mistake.found()));
        Span span = TokenSpans.of(source, blamed.first(), blamed.last());
        Diagnostic diagnostic =
                Diagnostic.error(DiagnosticCode.SYNTAX, span, message).withHint(advice.hint());
        return advice.note()
                .map(note -> diagnostic.withRelated(place(source, note), note.text()))
                .orElse(diagnostic);
    }

    private static Span place(SourceText source, Advice.Note note) {
        Span span = TokenSpans.of(source, note.token());
        Position end = span.end();
        return note.behind() ? new Span(source, end, end) : span;
    }
}
