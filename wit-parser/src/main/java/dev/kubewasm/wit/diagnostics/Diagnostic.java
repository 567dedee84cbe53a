package dev.kubewasm.wit.diagnostics;

import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong (or doubtful) in the input.
 *
 * @param code its kind
 * @param severity how bad it is
 * @param span where it is
 * @param message what is wrong, one line, without the place
 * @param hint what to do about it, one line
 * @param related other places that matter
 */
public record Diagnostic(
        DiagnosticCode code,
        Severity severity,
        Span span,
        String message,
        Optional<String> hint,
        List<Related> related) {
    public Diagnostic {
        related = List.copyOf(related);
    }

    /** Another place, and what it has to do with the diagnostic. */
    public record Related(Span span, String message) {}

    /** An error without a hint. */
    public static Diagnostic error(DiagnosticCode code, Span span, String message) {
        return new Diagnostic(code, Severity.ERROR, span, message, Optional.empty(), List.of());
    }

    /** A warning without a hint. */
    public static Diagnostic warning(DiagnosticCode code, Span span, String message) {
        return new Diagnostic(code, Severity.WARNING, span, message, Optional.empty(), List.of());
    }

    /** The same as an error, whatever it was. */
    public Diagnostic asError() {
        return new Diagnostic(code, Severity.ERROR, span, message, hint, related);
    }

    /** The same with a hint. */
    public Diagnostic withHint(String text) {
        return new Diagnostic(code, severity, span, message, Optional.of(text), related);
    }

    /** The same with a hint, if there is one. */
    public Diagnostic withHint(Optional<String> text) {
        return text.map(this::withHint).orElse(this);
    }

    /** The same with one more related place. */
    public Diagnostic withRelated(Span place, String text) {
        List<Related> all = new java.util.ArrayList<>(related);
        all.add(new Related(place, text));
        return new Diagnostic(code, severity, span, message, hint, all);
    }
}
