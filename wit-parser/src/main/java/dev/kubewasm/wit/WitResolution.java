package dev.kubewasm.wit;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.diagnostics.Severity;
import dev.kubewasm.wit.model.WitPackage;
import dev.kubewasm.wit.print.WitPrinter;
import dev.kubewasm.wit.resolve.Provenance;
import java.util.List;

/**
 * What WIT text means, or what is wrong with it.
 *
 * @param packages every package of the sources, the root package first (several if the first source only nests
 *     packages), then the others in the order found; empty if a diagnostic is an error
 * @param provenance what the packages do not say of how they were written
 * @param diagnostics errors and warnings, those of one source in the order of the text
 */
public record WitResolution(List<WitPackage> packages, Provenance provenance, List<Diagnostic> diagnostics) {
    public WitResolution {
        packages = List.copyOf(packages);
        diagnostics = List.copyOf(diagnostics);
    }

    /** Packages that were not written as text. */
    public WitResolution(List<WitPackage> packages, List<Diagnostic> diagnostics) {
        this(packages, Provenance.of(packages), diagnostics);
    }

    /** Whether nothing is wrong; there may be warnings. */
    public boolean ok() {
        return diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR);
    }

    /** The same with every warning as an error: what newer tools refuse is refused. */
    public WitResolution strict() {
        boolean warned = diagnostics.stream().anyMatch(d -> d.severity() == Severity.WARNING);
        return new WitResolution(
                warned ? List.of() : packages,
                diagnostics.stream().map(Diagnostic::asError).toList());
    }

    /** All packages as one text, as {@link WitPrinter} has it. */
    public String print() {
        return WitPrinter.print(packages, provenance);
    }

    /** The diagnostics as {@link DiagnosticRenderer} shows them. */
    public String render() {
        return DiagnosticRenderer.render(diagnostics);
    }
}
