package dev.kubewasm.cli.wit;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.wit.diagnostics.Diagnostic;
import dev.kubewasm.wit.diagnostics.DiagnosticRenderer;
import dev.kubewasm.wit.diagnostics.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit check PATH...}. */
@Command(
        name = "check",
        description = {
            "Says what is wrong in WIT, with the line and a mark under the place.",
            "",
            "Each PATH is a package with its dependencies: a folder, a .wit file or a .wasm binary."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing is wrong; there may be warnings", "1:there are errors", "2:the usage is unusable"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Folders, .wit files or .wasm binaries.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private ReadOptions options = new ReadOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print what was found: ${COMPLETION-CANDIDATES} (json is for editors).",
            defaultValue = "text")
    private DocumentFormat output = DocumentFormat.text;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Diagnostic> found = new ArrayList<>();
        for (Path path : paths) {
            found.addAll(Input.read(path, options, spec).diagnostics());
        }
        long errors = DiagnosticsDocument.count(found, Severity.ERROR);
        long warnings = DiagnosticsDocument.count(found, Severity.WARNING);
        switch (output) {
            case json -> out.print(DocumentFormat.write(DiagnosticsDocument.of(found)));
            case text -> {
                out.print(DiagnosticRenderer.render(found, options.color().colors()));
                out.println((found.isEmpty() ? "" : "\n") + counted(paths.size(), "package") + " checked: "
                        + counted(errors, "error") + ", " + counted(warnings, "warning"));
            }
        }
        out.flush();
        return errors == 0 ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
