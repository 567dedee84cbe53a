package dev.kubewasm.cli.wit;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.wit.model.PackageName;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit deps PATH}. */
@Command(
        name = "deps",
        description = {
            "Shows the packages that a package, or a component, needs, directly and through others.",
            "",
            "Below each package stand those it needs; one that is shown further up is marked (above). What is in deps/ and"
                    + " needed by nothing is named at the end."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:there are errors, which are on standard error", "2:the usage is unusable"})
final class DepsCommand implements Callable<Integer> {
    private static final int MAX_INDENT = 4 * 32;

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
            description = "How to print them: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private DocumentFormat output = DocumentFormat.text;

    /** The packages for programs. */
    record Document(String root, List<Entry> packages, List<String> unused) {}

    /** A package and those it names itself. */
    record Entry(String name, List<String> needs) {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Input input = Input.read(path, options, spec);
        if (Problems.print(input, options, spec)) {
            return ExitCode.NEGATIVE;
        }
        PackageNeeds needs = PackageNeeds.of(input);
        if (output == DocumentFormat.json) {
            out.print(DocumentFormat.write(document(needs)));
        } else {
            out.println(needs.root());
            tree(needs.root(), "", needs, new HashSet<>(Set.of(needs.root())), out);
            needs.unused().forEach(name -> out.println("unused: " + name));
        }
        out.flush();
        return ExitCode.GOOD;
    }

    private static Document document(PackageNeeds needs) {
        return new Document(
                needs.root().toString(),
                needs.reached().stream()
                        .map(name -> new Entry(
                                name.toString(),
                                needs.of(name).stream()
                                        .map(PackageName::toString)
                                        .toList()))
                        .toList(),
                needs.unused().stream().map(PackageName::toString).toList());
    }

    /** What is below {@code name}; each package is gone into once, and not deeper than anybody reads. */
    private static void tree(
            PackageName name, String indent, PackageNeeds needs, Set<PackageName> shown, PrintWriter out) {
        List<PackageName> below = needs.of(name);
        if (!below.isEmpty() && indent.length() >= MAX_INDENT) {
            out.println(indent + "└── ... (deeper than shown: use --output json)");
            return;
        }
        for (int i = 0; i < below.size(); i++) {
            boolean last = i == below.size() - 1;
            PackageName next = below.get(i);
            boolean again = !shown.add(next);
            String above = again && !needs.of(next).isEmpty() ? " (above)" : "";
            out.println(indent + (last ? "└── " : "├── ") + next + above);
            if (!again) {
                tree(next, indent + (last ? "    " : "│   "), needs, shown, out);
            }
        }
    }
}
