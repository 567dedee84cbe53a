package dev.kubewasm.wit.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.grammar.WitLexer;
import dev.kubewasm.wit.syntax.Scanner;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** What holds for every text that is formatted. */
final class FormatChecks {
    private FormatChecks() {}

    static List<Token> tokens(String text) {
        return Scanner.scan(new SourceText("test.wit", text)).tokens();
    }

    /** {@code text} formatted, having checked that no comment is lost and that formatting again changes nothing. */
    static String format(String name, String text) {
        String formatted = formatted(name, text).text();
        assertThat(comments(formatted)).as("comments of %s", name).isEqualTo(comments(text));
        Formatting.Formatted again = formatted(name, formatted);
        assertThat(again.text()).as("%s formatted again", name).isEqualTo(formatted);
        assertThat(again.changed()).isFalse();
        assertThat(formatted).doesNotContain("\r\n", "\uFEFF");
        assertThat(formatted).as(name).doesNotContain("\n\n\n");
        assertThat(formatted.isEmpty() || (formatted.endsWith("\n") && !formatted.endsWith("\n\n")))
                .isTrue();
        return formatted;
    }

    private static Formatting.Formatted formatted(String name, String text) {
        return switch (WitFormatter.format(new WitSource(name, text))) {
            case Formatting.Formatted result -> result;
            case Formatting.Refused refused -> throw new AssertionError(refused.diagnostics() + " in:\n" + text);
        };
    }

    private static List<String> comments(String text) {
        return tokens(text.startsWith("\uFEFF") ? text.substring(1) : text).stream()
                .filter(token -> token.getChannel() == WitLexer.COMMENTS)
                .map(token -> token.getText().replace("\r\n", "\n").stripTrailing())
                .toList();
    }
}
