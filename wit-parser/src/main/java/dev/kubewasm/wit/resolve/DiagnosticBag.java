package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.syntax.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Diagnostics as they are found, up to a limit. */
final class DiagnosticBag {
    private final List<Diagnostic> found = new ArrayList<>();

    void add(Diagnostic diagnostic) {
        if (found.size() < Limits.MAX_DIAGNOSTICS && !found.contains(diagnostic)) {
            found.add(diagnostic);
        }
    }

    void error(DiagnosticCode code, Span span, String message) {
        add(Diagnostic.error(code, span, message));
    }

    void error(DiagnosticCode code, Span span, String message, Optional<String> hint) {
        add(Diagnostic.error(code, span, message).withHint(hint));
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
