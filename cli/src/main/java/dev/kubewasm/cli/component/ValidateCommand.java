package dev.kubewasm.cli.component;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.options.FeatureList;
import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.wit.binary.ComponentDecoder;
import dev.kubewasm.wit.binary.MalformedBinaryException;
import dev.kubewasm.wit.binary.Proposal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm component validate FILE...}. */
@Command(
        name = "validate",
        description = {
            "Checks that components are valid: their types, how they are put together, and their core modules in full.",
            "",
            "What is valid by a proposal that isn't finished is invalid unless --features names it, as `wasm-tools validate`"
                    + " has it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are valid", "1:one isn't", "2:a file can't be read, or the usage is unusable"})
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Components.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--features",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Validate with the default features of `wasm-tools validate` and these, those with a minus taken"
                            + " away; `all` is all.")
    private List<String> features = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private ReportFormat output = ReportFormat.text;

    /** A file; what is wrong with it and where, in bytes, or neither. */
    @JsonPropertyOrder({"file", "valid", "error", "offset"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Verdict(
            String file,
            boolean valid,
            @Nullable String error,
            @Nullable Long offset) {}

    /** All files. */
    record Report(List<Verdict> files) {
        Report {
            files = List.copyOf(files);
        }
    }

    @Override
    public Integer call() {
        Set<Proposal> proposals = FeatureList.read(spec, features);
        Report report =
                new Report(files.stream().map(file -> check(file, proposals)).toList());
        long invalid = report.files().stream().filter(f -> !f.valid()).count();
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case json -> out.print(Documents.indented(report));
            case text -> {
                report.files().stream().filter(f -> !f.valid()).forEach(f -> out.println(f.file() + ": " + f.error()));
                out.println("%d component%s checked, %d invalid"
                        .formatted(files.size(), files.size() == 1 ? "" : "s", invalid));
            }
        }
        out.flush();
        return invalid == 0 ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private static Verdict check(Path file, Set<Proposal> proposals) {
        byte[] binary = Inputs.read(file);
        try {
            var ignored = ComponentTypes.resolve(ComponentDecoder.decode(binary), proposals);
            return new Verdict(file.toString(), true, null, null);
        } catch (MalformedBinaryException e) {
            return new Verdict(file.toString(), false, e.getMessage(), e.offset());
        }
    }
}
