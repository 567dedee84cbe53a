package dev.kubewasm.cli.wit;

import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.diagnostics.Severity;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Diagnostics of commands whose result is something else: on standard error. */
final class Problems {
    private Problems() {}

    /** Prints what is wrong or doubtful in {@code input}; whether there are errors. */
    static boolean print(Input input, ReadOptions options, CommandSpec spec) {
        List<Diagnostic> diagnostics = input.diagnostics();
        PrintWriter err = spec.commandLine().getErr();
        err.print(DiagnosticRenderer.render(diagnostics, options.color().colors()));
        err.flush();
        return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }
}
