package dev.kubewasm.cli.component;

import dev.kubewasm.cli.component.LinkReport.ComponentRow;
import dev.kubewasm.cli.component.LinkReport.LinkRow;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.runtime.wasi.Wasi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm component link FILE...}. */
@Command(
        name = "link",
        description = {
            "Finds how components link to each other, as `call` and a runtime node would, without running them.",
            "",
            "An import goes to the one component that exports the interface, on the same semver track and not older, with"
                    + " the types imported; else to the host, which supplies WASI 0.2."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every import is satisfied",
            "1:one isn't; the report says why",
            "2:a file is no valid component, or the usage is unusable"
        })
final class LinkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Components.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--link",
            paramLabel = "INTERFACE=FILE",
            description = "Which of the components supplies an interface that several export. May be repeated.")
    private Map<String, Path> chosen = new LinkedHashMap<>();

    @Option(names = "--steps", description = "Show the steps of each instantiation, too.")
    private boolean steps;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private ReportFormat output = ReportFormat.text;

    @Override
    public Integer call() {
        chosen.forEach((name, file) -> {
            if (!files.contains(file)) {
                throw new ParameterException(
                        spec.commandLine(), "--link " + name + "=" + file + ": that is none of the components given");
            }
        });
        LinkReport report = Linking.link(
                new LinkedHashSet<>(files).stream().map(Linkable::read).toList(), chosen, Wasi.hostInterfaces(), steps);
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case json -> out.print(Documents.indented(report));
            case text -> print(report, out);
        }
        out.flush();
        return report.linked() ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private static void print(LinkReport report, PrintWriter out) {
        int number = 1;
        for (ComponentRow component : report.components()) {
            out.println((report.linked() ? number++ + ". " : "") + component.file());
            component.links().forEach(link -> out.println("     import " + link.importName() + " = " + supplier(link)));
            component.exports().forEach(export -> out.println("     export " + export));
            if (component.plan() != null) {
                component.plan().forEach(step -> out.println("       " + step));
            }
        }
        if (!report.linked()) {
            out.println("\nThese don't link:");
            report.problems()
                    .forEach(
                            p -> out.println("  " + p.component() + ": import " + p.importName() + ": " + p.problem()));
        }
    }

    private static String supplier(LinkRow link) {
        String by = link.component() == null ? "the host" : link.component();
        return link.export().equals(link.importName()) ? by : by + ", which has " + link.export();
    }
}
