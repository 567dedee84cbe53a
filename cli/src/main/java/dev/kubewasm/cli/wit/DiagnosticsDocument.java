package dev.kubewasm.cli.wit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.Position;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.diagnostics.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics for programs.
 *
 * @param diagnostics in the order found
 * @param errors how many of them are errors
 * @param warnings how many are warnings
 */
record DiagnosticsDocument(List<Entry> diagnostics, long errors, long warnings) {
    /** A diagnostic; lines and columns count from 1, columns in code points, {@code end} is one past the last. */
    record Entry(
            String file,
            Position start,
            Position end,
            String severity,
            String code,
            String message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hint,

            List<Related> related) {}

    /** Another place. */
    record Related(String file, Position start, Position end, String message) {}

    static DiagnosticsDocument of(List<Diagnostic> diagnostics) {
        return new DiagnosticsDocument(
                diagnostics.stream().map(DiagnosticsDocument::entry).toList(),
                count(diagnostics, Severity.ERROR),
                count(diagnostics, Severity.WARNING));
    }

    static long count(List<Diagnostic> diagnostics, Severity severity) {
        return diagnostics.stream().filter(d -> d.severity() == severity).count();
    }

    private static Entry entry(Diagnostic d) {
        Span span = d.span();
        return new Entry(
                span.source().name(),
                span.start(),
                span.end(),
                d.severity().text(),
                d.code().text(),
                d.message(),
                d.hint().orElse(null),
                d.related().stream()
                        .map(r -> new Related(
                                r.span().source().name(),
                                r.span().start(),
                                r.span().end(),
                                r.message()))
                        .toList());
    }
}
