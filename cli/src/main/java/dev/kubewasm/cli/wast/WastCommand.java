package dev.kubewasm.cli.wast;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.options.EngineOption;
import dev.kubewasm.cli.options.FeatureList;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.Engine;
import dev.kubewasm.wit.binary.Proposal;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wast SCRIPT...}. */
@Command(
        name = "wast",
        description = {
            "Runs scripts of the Component Model's test suites and says of each command whether it does what it says.",
            "",
            "A SCRIPT is what `wasm-tools json-from-wast` makes of a .wast file; the binaries it names lie beside it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every command does what it says; those about the text format only are skipped",
            "1:a command doesn't, or needs a proposal that this runtime doesn't have",
            "2:a script or the usage is unusable"
        })
public final class WastCommand implements Callable<Integer> {
    /** The forms of output; the names are the values of {@code --output}. */
    enum Format {
        /** A line a command, and a summary. */
        text,
        /** As {@code docs/wast-output.schema.json} says. */
        json
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SCRIPT", arity = "1..*", description = "Scripts, as JSON.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--validate-only",
            description = "Decode and validate what `module` commands load, but instantiate nothing; what needs an"
                    + " instance is skipped.")
    private boolean validateOnly;

    @Option(
            names = "--features",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Validate with the default features of `wasm-tools validate` and these, those with a minus taken"
                            + " away; `all` is all. Without it all are on, but what must be refused may be for one that is off by"
                            + " default and not used by what must be valid.")
    private List<String> features = new ArrayList<>();

    @Mixin
    private EngineOption engines = new EngineOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print what came of each command: ${COMPLETION-CANDIDATES}.",
            defaultValue = "text")
    private Format output = Format.text;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Set<Proposal>> proposals =
                features.isEmpty() ? Optional.empty() : Optional.of(FeatureList.read(spec, features));
        List<Script> scripts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            try {
                scripts.add(ScriptReader.read(path));
            } catch (UnusableScriptException e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            return unusable(problems);
        }
        List<WastDocument.ScriptRow> rows = new ArrayList<>();
        try (Engine engine = engines.open(Optional.empty());
                ComponentRuntime runtime =
                        ComponentRuntime.builder().engine(engine).build()) {
            for (Script script : scripts) {
                rows.add(run(script, new Instantiator(runtime, engine), proposals));
            }
        } catch (UncheckedIOException e) {
            return unusable(List.of(String.valueOf(e.getCause())));
        }
        WastDocument document = WastDocument.of(rows);
        out.print(
                switch (output) {
                    case text -> document.text();
                    case json -> document.json();
                });
        out.flush();
        return document.good() ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private WastDocument.ScriptRow run(Script script, Instantiator instantiator, Optional<Set<Proposal>> proposals) {
        List<Outcome> outcomes = new ArrayList<>();
        try (ScriptRunner runner = new ScriptRunner(instantiator, new Features(script, proposals), validateOnly)) {
            for (ScriptCommand command : script.commands()) {
                outcomes.add(runner.run(command));
            }
        }
        return WastDocument.row(script, outcomes);
    }

    private int unusable(List<String> problems) {
        PrintWriter err = spec.commandLine().getErr();
        problems.forEach(problem -> err.println("kube-wasm: " + problem));
        err.flush();
        return ExitCode.UNUSABLE;
    }
}
