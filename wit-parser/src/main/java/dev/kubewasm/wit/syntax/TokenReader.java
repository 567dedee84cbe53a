package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.Id;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.model.Docs;
import dev.kubewasm.wit.model.SemVer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** What single tokens of one source mean; collects what is wrong with them. */
final class TokenReader {
    /** Longest identifier, in characters. */
    private static final int MAX_ID_LENGTH = 1000;

    private final SourceText source;
    private final List<Token> tokens;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    TokenReader(SourceText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    SourceText source() {
        return source;
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    void add(Diagnostic diagnostic) {
        if (diagnostics.size() < Limits.MAX_DIAGNOSTICS) {
            diagnostics.add(diagnostic);
        }
    }

    Span span(TerminalNode node) {
        return TokenSpans.of(source, node.getSymbol());
    }

    Span span(ParserRuleContext context) {
        return TokenSpans.of(source, context.getStart(), context.getStop());
    }

    /** The identifier of an {@code ID} token, checked to be kebab-case. */
    Id id(TerminalNode node) {
        String text = node.getText();
        Id id = new Id(text.startsWith("%") ? text.substring(1) : text, span(node));
        Optional<String> objection = objection(id.name());
        if (objection.isPresent()) {
            add(Diagnostic.error(DiagnosticCode.INVALID_IDENTIFIER, id.span(), "`" + text + "` " + objection.get())
                    .withHint(kebab(id.name())));
        }
        return id;
    }

    /** The version of a {@code VERSION} token; one that is wrong is reported and read as 0.0.0. */
    SemVer version(TerminalNode node) {
        return SemVer.parse(node.getText()).orElseGet(() -> {
            add(Diagnostic.error(
                            DiagnosticCode.INVALID_VERSION,
                            span(node),
                            "`" + node.getText() + "` is no semantic version")
                    .withHint("numbers have no leading zeros; see https://semver.org"));
            return new SemVer(0, 0, 0, "", "");
        });
    }

    /** The number of an {@code INTEGER} token, from {@code least} to {@code most}. */
    long integer(TerminalNode node, long least, long most) {
        String text = node.getText();
        long value = text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text);
        if (value < least || value > most) {
            add(Diagnostic.error(
                    DiagnosticCode.INVALID_NUMBER,
                    span(node),
                    "expected a number from " + least + " to " + most + ", found `" + text + "`"));
            return least;
        }
        return value;
    }

    /**
     * The documentation of the item that begins with {@code first}: every comment between it and the token before, as
     * the reference implementation has it, plain ones too.
     */
    Docs docs(Token first) {
        List<Token> comments = comments(first);
        // Most items have none.
        return comments.isEmpty()
                ? Docs.NONE
                : Comments.docs(comments.stream().map(Token::getText).toList());
    }

    /** Where the documentation of the item stands; the item's own first token if it has none. */
    Span docsSpan(Token first) {
        List<Token> comments = comments(first);
        return TokenSpans.of(source, comments.isEmpty() ? first : comments.getFirst());
    }

    private List<Token> comments(Token first) {
        int start = first.getTokenIndex();
        while (start > 0 && tokens.get(start - 1).getChannel() == WitLexer.COMMENTS) {
            start--;
        }
        return tokens.subList(start, first.getTokenIndex());
    }

    private static Optional<String> objection(String name) {
        if (name.length() > MAX_ID_LENGTH) {
            return Optional.of("is longer than " + MAX_ID_LENGTH + " characters");
        }
        if (name.contains("_")) {
            return Optional.of("is no identifier: words are separated by `-`, not `_`");
        }
        String[] words = name.split("-", -1);
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.isEmpty()) {
                return Optional.of("is no identifier: there must be a word before and after each `-`");
            }
            if (i == 0 && Character.isDigit(word.charAt(0))) {
                return Optional.of("is no identifier: it must begin with a letter");
            }
            if (!word.equals(word.toLowerCase(Locale.ROOT)) && !word.equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of("is no identifier: each word is either lower case or upper case");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> kebab(String name) {
        StringBuilder out = new StringBuilder();
        char previous = '-';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' || c == '-') {
                if (previous != '-') {
                    out.append('-');
                    previous = '-';
                }
                continue;
            }
            if (Character.isUpperCase(c) && Character.isLowerCase(previous)) {
                out.append('-');
            }
            out.append(Character.toLowerCase(c));
            previous = c;
        }
        String text = out.toString();
        if (text.endsWith("-")) {
            text = text.substring(0, text.length() - 1);
        }
        return text.isEmpty() || text.length() > 60 || objection(text).isPresent()
                ? Optional.empty()
                : Optional.of("write `" + text + "`");
    }
}
