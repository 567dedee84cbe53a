package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.ast.WitFile;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * A source as a syntax tree.
 *
 * @param file the tree; empty if the tokens do not make one
 * @param diagnostics what is wrong in it
 */
public record Parsed(Optional<WitFile> file, List<Diagnostic> diagnostics) {
    public Parsed {
        diagnostics = List.copyOf(diagnostics);
    }
}
