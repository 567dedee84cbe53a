package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.syntax.Limits;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Diagnostics as they are found, each once; of errors and of warnings up to a limit, so that none hides the other. */
final class DiagnosticBag {
    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

    void add(Diagnostic diagnostic) {
        if (hasRoom(diagnostic.severity()) && found.add(diagnostic)) {
            counts.merge(diagnostic.severity(), 1, Integer::sum);
        }
    }

    private boolean hasRoom(Severity severity) {
        return counts.getOrDefault(severity, 0) < Limits.MAX_DIAGNOSTICS;
    }

    void error(DiagnosticCode code, Span span, String message) {
        add(Diagnostic.error(code, span, message));
    }

    void error(DiagnosticCode code, Span span, String message, Optional<String> hint) {
        add(Diagnostic.error(code, span, message).withHint(hint));
    }

    /** An error whose hint takes a search, made only if it will be shown. */
    void error(DiagnosticCode code, Span span, String message, Supplier<Optional<String>> hint) {
        if (hasRoom(Severity.ERROR)) {
            error(code, span, message, hint.get());
        }
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
