package dev.kubewasm.cli.wit;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.wit.json.WitJson;
import dev.kubewasm.wit.print.WitPrinter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit print PATH}. */
@Command(
        name = "print",
        description = {
            "Prints a package with all it needs, or the world of a component, as canonical WIT or as JSON.",
            "",
            "The layout and the JSON are those of `wasm-tools component wit`, so that tools that read it read this too."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:there are errors, which are on standard error", "2:the usage is unusable"})
final class PrintCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "PATH",
            description = "A folder, a .wit file, or a .wasm binary of a package or component.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path path;

    @Mixin
    private ReadOptions options = new ReadOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "What to print: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private DocumentFormat output = DocumentFormat.text;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean asJson = json || output == DocumentFormat.json;
        Input input = Input.read(path, options, spec);
        if (Problems.print(input, options, spec)) {
            return ExitCode.NEGATIVE;
        }
        out.print(
                switch (input) {
                    case Input.Packages p ->
                        asJson ? WitJson.print(p.resolution()) : p.resolution().print();
                    case Input.OfComponent c -> asJson ? WitJson.print(c.world()) : WitPrinter.print(c.world());
                    case Input.Unreadable ignored -> "";
                });
        out.flush();
        return ExitCode.GOOD;
    }
}
