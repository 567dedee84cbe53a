package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.diagnostics.DiagnosticCode;
import dev.kubewasm.wit.diagnostics.Span;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.SemVer;
import dev.kubewasm.wit.model.Stability;
import java.util.Optional;

/** Feature gates: which items are kept ("Feature Gates" in WIT.md). */
final class Gates {
    private final Features features;
    private final DiagnosticBag diagnostics;

    Gates(Features features, DiagnosticBag diagnostics) {
        this.features = features;
        this.diagnostics = diagnostics;
    }

    /** Whether an item with these gates is kept; gates that make no sense in its package are reported at {@code span}. */
    boolean includes(Stability stability, PackageName pkg, Span span) {
        return switch (stability) {
            case Stability.Unknown ignored -> true;
            case Stability.Since since -> {
                released(since.version(), pkg, span);
                yield true;
            }
            case Stability.Unstable unstable -> features.includes(unstable.feature());
        };
    }

    private void released(SemVer since, PackageName pkg, Span span) {
        if (pkg.version().isEmpty()) {
            diagnostics.error(
                    DiagnosticCode.INVALID_GATE,
                    span,
                    "package `" + pkg + "` has no version, so `@since` says nothing",
                    Optional.of("declare the package with a version, like `" + pkg + "@1.0.0`"));
        } else if (since.compareTo(pkg.version().get()) > 0) {
            diagnostics.error(
                    DiagnosticCode.INVALID_GATE,
                    span,
                    "`@since(version = " + since + ")` is later than the package itself, `" + pkg + "`",
                    Optional.of("raise the version of the package, or lower the one of the gate"));
        }
    }
}
