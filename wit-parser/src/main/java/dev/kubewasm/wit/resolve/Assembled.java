package dev.kubewasm.wit.resolve;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import java.util.List;

/**
 * All packages of the sources.
 *
 * @param packages root packages first
 * @param diagnostics what is wrong with how files make packages
 */
public record Assembled(List<UnresolvedPackage> packages, List<Diagnostic> diagnostics) {
    public Assembled {
        packages = List.copyOf(packages);
        diagnostics = List.copyOf(diagnostics);
    }
}
