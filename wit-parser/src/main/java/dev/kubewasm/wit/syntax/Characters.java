package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.SourceText;
import dev.kubewasm.wit.diagnostics.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The code points that WIT forbids everywhere, comments included ("Lexical structure"). */
final class Characters {
    private Characters() {}

    static List<Diagnostic> check(SourceText source) {
        List<Diagnostic> found = new ArrayList<>();
        String text = source.text();
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length() && found.size() < Limits.MAX_DIAGNOSTICS; ) {
            int c = text.codePointAt(i);
            Optional<String> objection = c >= ' ' && c < 0x7F ? Optional.empty() : objection(c);
            if (objection.isPresent()) {
                Span span = new Span(source, new Position(line, column), new Position(line, column + 1));
                found.add(Diagnostic.error(
                                DiagnosticCode.INVALID_CHARACTER,
                                span,
                                "WIT must not contain U+%04X, %s".formatted(c, objection.get()))
                        .withHint("remove the character"));
            }
            if (c == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
            i += Character.charCount(c);
        }
        return found;
    }

    private static Optional<String> objection(int c) {
        return switch (c) {
            case '\n', '\r', '\t' -> Optional.empty();
            case 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069 ->
                Optional.of("which overrides the writing direction: what is shown would not be what is read");
            case 0x149, 0x673, 0xF77, 0xF79, 0x17A3, 0x17A4, 0x17B4, 0x17B5 ->
                Optional.of("which Unicode deprecates or discourages");
            default -> {
                if (Character.getType(c) == Character.CONTROL) {
                    yield Optional.of("a control character");
                }
                yield Character.getType(c) == Character.SURROGATE
                        ? Optional.of("half of a surrogate pair")
                        : Optional.empty();
            }
        };
    }
}
