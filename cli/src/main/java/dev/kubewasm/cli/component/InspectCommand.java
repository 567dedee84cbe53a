package dev.kubewasm.cli.component;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.component.BinaryPart;
import dev.kubewasm.component.ComponentRequirements;
import dev.kubewasm.wit.binary.Component;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm component inspect FILE}. */
@Command(
        name = "inspect",
        description = {
            "Shows what a component is made of: its sections, its world, and what it needs of whoever runs it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:the file is no valid component, or the usage is unusable"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The component.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private ReportFormat output = ReportFormat.text;

    @Override
    public Integer call() {
        byte[] binary = Inputs.read(file);
        Inspection inspection;
        try {
            Component component = ComponentDecoder.decode(binary);
            inspection = Inspection.of(
                    file.toString(), BinaryPart.of(binary), component, ComponentRequirements.of(component));
        } catch (MalformedBinaryException e) {
            throw Inputs.unreadable(file, e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case json -> Documents.indented(inspection);
                    case text -> InspectionText.of(inspection);
                });
        out.flush();
        return ExitCode.GOOD;
    }
}
