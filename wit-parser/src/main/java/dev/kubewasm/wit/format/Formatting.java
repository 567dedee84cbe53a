package dev.kubewasm.wit.format;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import java.util.List;

/** What came of formatting one source. */
public sealed interface Formatting {
    /**
     * The source laid out.
     *
     * @param text what should be written in place of the source
     * @param changed whether that differs from the source in any way, line ends and byte order mark included
     */
    record Formatted(String text, boolean changed) implements Formatting {}

    /**
     * The source does not parse, so it is left as it is.
     *
     * @param diagnostics what is wrong, at least one of them an error
     */
    record Refused(List<Diagnostic> diagnostics) implements Formatting {
        public Refused {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
