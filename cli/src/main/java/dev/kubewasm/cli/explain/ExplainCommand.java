package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.exit.UnusableInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-wasm explain --cases FILE}. */
@Command(
        name = "explain",
        description = {
            "Says of Pods which nodes take them, why others don't, how good each is, and who would have to leave: by the"
                    + " rules of kube-scheduler 1.34's default profile.",
            "",
            "A case is a cluster with one Pod that waits, a JSON object on a line of its own: {\"id\", \"nodes\","
                    + " \"namespaces\", \"services\", \"pdbs\", \"pods\", \"pod\"}, Kubernetes objects as the API server"
                    + " has them; for volumes also \"persistentvolumes\", \"persistentvolumeclaims\", \"storageclasses\","
                    + " \"csinodes\", \"csidrivers\", \"csistoragecapacities\" and \"volumeattachments\". \"id\", \"nodes\""
                    + " and \"pod\" must be there; other fields are passed over. What is printed for each is in"
                    + " docs/explain-output.schema.json."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every case is explained",
            "1:a line is no case that can be explained: it is named, the others are explained",
            "2:the file or the usage is unusable"
        },
        footerHeading = "%nExamples:%n",
        footer = "  kube-wasm explain --cases clusters.jsonl.gz --output jsonl")
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--cases", required = true, paramLabel = "FILE.jsonl[.gz]", description = "The cases, one a line.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path cases;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES} (an object a line, in the order of the cases).",
            defaultValue = "jsonl")
    @SuppressWarnings("UnusedVariable") // there is one form so far; picocli refuses others
    private Format output = Format.jsonl;

    /** The forms of output; the names are the values of {@code --output}. */
    enum Format {
        /** One object a line. */
        jsonl
    }

    @Override
    public Integer call() {
        if (!Files.isReadable(cases) || Files.isDirectory(cases)) {
            throw new ParameterException(spec.commandLine(), cases + ": there is no such file");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (InputStream file = Files.newInputStream(cases);
                CaseLines lines = CaseLines.open(file)) {
            boolean good = new Explainer(cases, out, spec.commandLine().getErr()).run(lines);
            return good ? ExitCode.GOOD : ExitCode.NEGATIVE;
        } catch (IOException e) {
            throw new UnusableInputException(cases + ": can't be read: " + e.getMessage(), e);
        } finally {
            out.flush();
        }
    }
}
