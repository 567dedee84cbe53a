package dev.kubewasm.wit.format;

import dev.kubewasm.wit.WitSource;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.syntax.Parsed;
import dev.kubewasm.wit.syntax.Scanned;
import dev.kubewasm.wit.syntax.Scanner;
import dev.kubewasm.wit.syntax.SyntaxParser;

/**
 * Lays WIT text out: two spaces a level, one item a line, blank lines of the author kept but never two in a row, one
 * between top-level items, every comment where it was.
 *
 * <p>Only white space changes, the comma behind the last of a list, and the semicolon that some write behind {@code
 * include ... with { }}. What the text means stays the same, documentation included, and formatting twice does not
 * differ from formatting once. Names are not resolved: one file can be formatted without those it depends on.
 */
public final class WitFormatter {
    private WitFormatter() {}

    /** {@code source} laid out, or why it does not parse. */
    public static Formatting format(WitSource source) {
        Scanned scanned = Scanner.scan(SourceText.read(source.name(), source.text()));
        Parsed parsed = SyntaxParser.parse(scanned);
        if (parsed.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
            return new Formatting.Refused(parsed.diagnostics());
        }
        String formatted = new Layout(Pieces.of(scanned)).text();
        return new Formatting.Formatted(formatted, !formatted.equals(source.text()));
    }
}
