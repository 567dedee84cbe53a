package dev.kubewasm.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.grammar.WitParser;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for every diagnostic, whatever is wrong. */
final class DiagnosticChecks {
    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|\"[^\"]*\"");
    private static final Pattern CLASS_NAME = Pattern.compile(
            "\\b([a-z]+\\.)+[A-Z]\\w*|\\b(?!WebAssembly\\b)[A-Z][a-z]+([A-Z][a-z]+)+\\b|\\w*(Exception|Context)\\b|@[0-9a-f]{5,}");

    private DiagnosticChecks() {}

    /** Names that only those who wrote the parser know: of rules and of tokens. */
    private static final Set<String> INTERNAL = internal();

    private static Set<String> internal() {
        Set<String> names = new HashSet<>();
        for (String rule : WitParser.ruleNames) {
            if (!rule.equals(rule.toLowerCase(java.util.Locale.ROOT))) {
                names.add(rule);
            }
        }
        for (int type = 1; type <= WitLexer.VOCABULARY.getMaxTokenType(); type++) {
            String name = WitLexer.VOCABULARY.getSymbolicName(type);
            if (name != null && name.length() > 2) {
                names.add(name);
            }
        }
        names.addAll(
                List.of("EOF", "UTF8", "null", "token", "no viable alternative", "mismatched input", "extraneous"));
        names.remove("UTF8");
        return names;
    }

    /** Checks that {@code diagnostic} is in words for people and that its places are in the text. */
    static void check(String name, Diagnostic diagnostic) {
        String message = diagnostic.message();
        assertThat(message).as(name).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
        words(name, message);
        diagnostic.hint().ifPresent(hint -> {
            assertThat(hint).as(name).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
            words(name, hint);
        });
        inside(name, diagnostic.span());
        for (Diagnostic.Related related : diagnostic.related()) {
            inside(name, related.span());
            words(name, related.message());
        }
    }

    private static void words(String name, String text) {
        String plain = QUOTED.matcher(text).replaceAll("");
        assertThat(CLASS_NAME.matcher(plain).find()).as("%s: %s", name, text).isFalse();
        for (String word : INTERNAL) {
            assertThat(Pattern.compile("\\b" + word + "\\b").matcher(plain).find())
                    .as("%s says %s: %s", name, word, text)
                    .isFalse();
        }
    }

    static void inside(String name, Span span) {
        point(name, span, span.start());
        point(name, span, span.end());
        assertThat(span.end().line())
                .as(name)
                .isGreaterThanOrEqualTo(span.start().line());
    }

    private static void point(String name, Span span, Position point) {
        long lines = span.source().text().chars().filter(c -> c == '\n').count() + 1;
        assertThat((long) point.line()).as("line, %s", name).isBetween(1L, lines);
        String line = span.source().text().split("\n", -1)[point.line() - 1];
        assertThat(point.column()).as("column, %s", name).isBetween(1, line.codePointCount(0, line.length()) + 1);
    }
}
