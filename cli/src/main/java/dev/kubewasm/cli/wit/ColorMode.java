package dev.kubewasm.cli.wit;

import dev.kubewasm.wit.diagnostics.DiagnosticRenderer.Colors;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer.Part;
import java.io.Console;
import java.util.Optional;

/** When diagnostics come in colours; the names are the values of {@code --color}. */
enum ColorMode {
    /** On a terminal, unless the environment variable {@code NO_COLOR} is set. */
    auto,
    /** Always. */
    always,
    /** Never. */
    never;

    private static final String RESET = "\u001b[0m";

    Colors colors() {
        boolean on =
                switch (this) {
                    case always -> true;
                    case never -> false;
                    case auto -> terminal();
                };
        return on ? (part, text) -> code(part) + text + RESET : Colors.NONE;
    }

    private static boolean terminal() {
        String noColor = System.getenv("NO_COLOR");
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }

    private static String code(Part part) {
        return switch (part) {
            case ERROR, CARET -> "\u001b[1;31m";
            case WARNING -> "\u001b[1;33m";
            case CODE, MESSAGE -> "\u001b[1m";
            case GUTTER, NOTE -> "\u001b[34m";
            case HELP -> "\u001b[36m";
        };
    }
}
