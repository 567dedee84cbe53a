package dev.kubewasm.wit.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
    private static Span span(SourceText source, int line, int from, int to) {
        return new Span(source, new Position(line, from), new Position(line, to));
    }

    @Test
    void showsPlaceLineCaretAndHint() {
        SourceText source = new SourceText("wit/a.wit", "package a:b;\n\tf: func() -> qoute;\r\n");
        Diagnostic diagnostic = Diagnostic.error(DiagnosticCode.UNKNOWN_TYPE, span(source, 2, 15, 20), "no `qoute`")
                .withHint("did you mean `quote`?");
        assertThat(DiagnosticRenderer.render(diagnostic)).isEqualTo("""
                        wit/a.wit:2:15: error[unknown-type]: no `qoute`
                         2 |     f: func() -> qoute;
                           |                  ^^^^^
                          = help: did you mean `quote`?
                        """);
        assertThat(DiagnosticRenderer.oneLine(diagnostic))
                .isEqualTo("wit/a.wit:2:15: error[unknown-type]: no `qoute` (did you mean `quote`?)");
    }

    @Test
    void aPointAtTheEndHasACaretToo() {
        SourceText source = new SourceText("a.wit", "interface a {");
        assertThat(DiagnosticRenderer.render(
                        Diagnostic.warning(DiagnosticCode.SYNTAX, span(source, 1, 14, 14), "it ends")))
                .isEqualTo("""
                        a.wit:1:14: warning[syntax]: it ends
                         1 | interface a {
                           |              ^
                        """);
    }

    @Test
    void columnsAreCodePointsAndNothingMovesTheCursor() {
        SourceText source = new SourceText("a.wit", "/* \uD83D\uDE00\u202E\u0007 */ x");
        assertThat(DiagnosticRenderer.render(Diagnostic.error(DiagnosticCode.SYNTAX, span(source, 1, 11, 12), "there")))
                .isEqualTo("""
                        a.wit:1:11: error[syntax]: there
                         1 | /* \uD83D\uDE00\uFFFD\uFFFD */ x
                           |           ^
                        """);
    }

    @Test
    void longLinesAreCutAroundTheCaret() {
        SourceText source = new SourceText("a.wit", "a".repeat(500) + "X" + "b".repeat(500));
        List<String> lines = DiagnosticRenderer.render(
                        Diagnostic.error(DiagnosticCode.SYNTAX, span(source, 1, 501, 502), "here"))
                .lines()
                .toList();
        assertThat(lines.get(1)).hasSizeLessThan(140).contains("...").contains("aXb");
        assertThat(lines.get(2).indexOf('^')).isEqualTo(lines.get(1).indexOf('X'));
    }

    @Test
    void aSourceWithoutTextHasNoSnippet() {
        assertThat(DiagnosticRenderer.render(Diagnostic.error(
                        DiagnosticCode.UNREADABLE, Span.startOf(new SourceText("wit/", "")), "cannot read")))
                .isEqualTo("wit/:1:1: error[unreadable]: cannot read\n");
    }

    @Test
    void suggestsTheNearestNameOnlyIfItIsNear() {
        List<String> known = List.of("quote", "quota", "calculate");
        assertThat(Suggestions.nearest("qoute", known)).contains("quote");
        assertThat(Suggestions.nearest("Quota", known)).contains("quota");
        assertThat(Suggestions.nearest("calcluate", known)).contains("calculate");
        assertThat(Suggestions.nearest("x", known)).isEmpty();
        assertThat(Suggestions.nearest("y", List.of("x"))).isEmpty();
        assertThat(Suggestions.nearest("storefront", known)).isEmpty();
    }
}
