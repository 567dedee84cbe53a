package dev.kubewasm.cli.wit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.wit.compat.Succession;
import dev.kubewasm.wit.compat.Successors;
import dev.kubewasm.wit.model.PackageName;
import dev.kubewasm.wit.model.SemVer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit diff OLD NEW}. */
@Command(
        name = "diff",
        description = {
            "Says whether NEW is a compatible successor of OLD, with the path of every change: a gate for a registry.",
            "",
            "Two packages: interfaces keep what they have and may get more; worlds lose nothing and get no more exports.",
            "Two components: NEW runs where OLD ran: it may need less and offer more.",
            "",
            "Lines begin with + for what is new, - for what is gone, ~ for what changed; a ! marks what can break."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the same, or only additions",
            "1:a breaking change, or OLD or NEW has errors",
            "2:the usage is unusable, or OLD and NEW can't be compared"
        })
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "OLD", description = "A folder, a .wit file or a .wasm binary.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "Likewise.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path next;

    @Mixin
    private ReadOptions options = new ReadOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print the changes: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private DocumentFormat output = DocumentFormat.text;

    /**
     * The changes for programs.
     *
     * @param leastVersion the smallest version that may say so much, if the old side has a version and something changed
     */
    record Document(
            String old,
            @JsonProperty("new") String next,
            String verdict,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String leastVersion,

            List<Entry> changes) {}

    /** One change. */
    record Entry(boolean breaking, String path, String before, String after) {}

    @Override
    public Integer call() {
        Input before = Input.read(old, options, spec);
        Input after = Input.read(next, options, spec);
        boolean unreadable = Problems.print(before, options, spec);
        unreadable |= Problems.print(after, options, spec);
        if (unreadable) {
            return ExitCode.NEGATIVE;
        }
        Compared compared =
                switch (before) {
                    case Input.Packages p when after instanceof Input.Packages q -> packages(p, q);
                    case Input.OfComponent c
                    when after instanceof Input.OfComponent d ->
                        new Compared(
                                old.toString(),
                                next.toString(),
                                Optional.empty(),
                                Optional.empty(),
                                Successors.ofComponents(c.world(), d.world()));
                    default ->
                        throw unusable("one of " + old + " and " + next
                                + " is a component and the other a package: compare two of a kind");
                };
        PrintWriter out = spec.commandLine().getOut();
        out.print(output == DocumentFormat.json ? DocumentFormat.write(compared.document()) : compared.text());
        out.flush();
        return compared.succession.verdict() == Succession.Verdict.BREAKING ? ExitCode.NEGATIVE : ExitCode.GOOD;
    }

    private Compared packages(Input.Packages p, Input.Packages q) {
        var before = p.resolution().packages().getFirst();
        var after = q.resolution().packages().getFirst();
        PackageName from = before.name();
        PackageName to = after.name();
        if (!from.unversioned().equals(to.unversioned())) {
            throw unusable(old + " is package " + from + " and " + next + " is " + to
                    + ": only versions of one package can be compared");
        }
        return new Compared(
                from.toString(), to.toString(), from.version(), to.version(), Successors.ofPackages(before, after));
    }

    private ParameterException unusable(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Both sides by name, and the changes between them. */
    private record Compared(
            String old, String next, Optional<SemVer> from, Optional<SemVer> to, Succession succession) {
        private Optional<SemVer> leastVersion() {
            return from.flatMap(succession::leastVersionAfter);
        }

        private Document document() {
            return new Document(
                    old,
                    next,
                    verdict(),
                    leastVersion().map(SemVer::toString).orElse(null),
                    succession.changes().stream()
                            .map(c -> new Entry(c.breaking(), c.where(), c.before(), c.after()))
                            .toList());
        }

        private String verdict() {
            return succession.verdict().name().toLowerCase(Locale.ROOT);
        }

        private String text() {
            StringBuilder out = new StringBuilder();
            succession.changes().forEach(change -> out.append(change.breaking() ? "! " : "  ")
                    .append(change.render())
                    .append('\n'));
            out.append(old).append(" → ").append(next).append(": ").append(verdict());
            leastVersion().ifPresent(least -> out.append(advice(least)));
            return out.append('\n').toString();
        }

        private String advice(SemVer least) {
            boolean told = to.isPresent() && to.get().compareTo(least) >= 0;
            return told ? "" : ", which takes version " + least + " or later";
        }
    }
}
