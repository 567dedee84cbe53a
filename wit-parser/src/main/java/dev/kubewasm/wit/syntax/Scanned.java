package dev.kubewasm.wit.syntax;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.SourceText;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * A source as tokens.
 *
 * @param source its text
 * @param tokens in order, comments among them, the end of file last
 * @param diagnostics what is wrong; the tokens are fit for parsing only if this is empty
 */
public record Scanned(SourceText source, List<Token> tokens, List<Diagnostic> diagnostics) {
    public Scanned {
        tokens = List.copyOf(tokens);
        diagnostics = List.copyOf(diagnostics);
    }
}
