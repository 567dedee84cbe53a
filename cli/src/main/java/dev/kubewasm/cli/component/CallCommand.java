package dev.kubewasm.cli.component;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.options.Durations;
import dev.kubewasm.cli.options.EngineOption;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.cases.CaseRunner;
import dev.kubewasm.runtime.wasi.Wasi;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kube-wasm component call}. */
@Command(
        name = "call",
        customSynopsis = {
            "kube-wasm component call [OPTIONS] FILE FUNCTION [ARGUMENT...]",
            "   or: kube-wasm component call [OPTIONS] --cases FILE.jsonl"
        },
        description = {
            "Calls a function that a component exports, or many with the results that they should have.",
            "",
            "Arguments and result are WAVE text. What the components print goes to standard error; of --cases it is"
                    + " discarded."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call returned; every case is as it should be",
            "1:the call trapped, or an import can't be satisfied; a case differs",
            "2:the component, the arguments or the usage is unusable"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kube-wasm component call catalog.wasm example:pricing/catalog#base-price '\"a\"'",
            "  kube-wasm component call calculator.wasm 'calculate([\"a\", \"b\"])' \\",
            "    --link example:pricing/catalog=catalog.wasm \\",
            "    --link example:pricing/discounts=discounts.wasm",
            "  kube-wasm component call --cases calls.jsonl --output jsonl"
        })
final class CallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private ComponentCommand parent;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "The component.")
    private Optional<Path> file = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FUNCTION",
            description =
                    "Its function: INTERFACE#FUNC, or FUNC where only one is named so. With all arguments in one word:"
                            + " FUNC(ARGUMENT, ...).")
    private Optional<String> function = Optional.empty();

    @Parameters(index = "2..*", paramLabel = "ARGUMENT", description = "WAVE text, one for each parameter.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--cases",
            paramLabel = "FILE.jsonl",
            description = "Run the calls of a file, one JSON object a line, and compare the results.")
    private Optional<Path> cases = Optional.empty();

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The folder that the components of --cases are relative to; else that of the file.")
    private Optional<Path> base = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print results: ${COMPLETION-CANDIDATES} (jsonl: an object a line, for --cases).",
            defaultValue = "text")
    private CallFormat output = CallFormat.text;

    @Mixin
    private HostOptions host = new HostOptions();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description = "How long each call may take: 500ms, 30s (the default), 2m.",
            converter = Durations.class)
    private Duration timeLimit = Duration.ofSeconds(30);

    @Override
    public Integer call() {
        refuseUnknownOptions();
        return DeepStack.run(this::work);
    }

    private int work() {
        try (ComponentRuntime runtime = engine.openRuntime()) {
            return cases.isPresent() ? cases(runtime, cases.get()) : single(runtime);
        }
    }

    /** Arguments may begin with a hyphen, as numbers do; what no value begins with is a mistake in an option. */
    private void refuseUnknownOptions() {
        List<String> words = new ArrayList<>(arguments);
        file.map(Path::toString).ifPresent(words::add);
        function.ifPresent(words::add);
        for (String word : words) {
            if (word.startsWith("--")) {
                throw new ParameterException(spec.commandLine(), "Unknown option: '" + word + "'");
            }
        }
    }

    private int single(ComponentRuntime runtime) {
        if (file.isEmpty() || function.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing " + (file.isEmpty() ? "FILE" : "FUNCTION") + ", or --cases");
        }
        Assembler.Settings settings = new Assembler.Settings(
                () -> host.context()
                        .stdout(parent.streams().err())
                        .stderr(parent.streams().err())
                        .build(),
                host.limits(),
                timeLimit);
        SingleCall call = new SingleCall(new Assembler(runtime, Wasi.hostInterfaces(), settings), timeLimit);
        SingleCall.Outcome outcome;
        try {
            outcome = call.run(file.get(), host.links(), function.get(), arguments);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case json -> out.print(Documents.indented(outcome));
            case jsonl -> out.print(Documents.line(outcome));
            case text -> {
                if (outcome.result() != null) {
                    out.println(outcome.result());
                }
                if (outcome.error() != null) {
                    spec.commandLine().getErr().println("kube-wasm: " + outcome.error());
                }
            }
        }
        out.flush();
        return outcome.error() == null ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private int cases(ComponentRuntime runtime, Path given) {
        if (file.isPresent() || !host.links().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--cases names components and links in its lines: leave out FILE and --link");
        }
        if (output == CallFormat.json) {
            throw new ParameterException(spec.commandLine(), "--cases prints text or jsonl, not json");
        }
        if (!Files.isReadable(given) || Files.isDirectory(given)) {
            throw new ParameterException(spec.commandLine(), given + ": there is no such file");
        }
        Path folder = base.orElseGet(() -> given.toAbsolutePath().getParent());
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "--base " + folder + ": there is no such folder");
        }
        Assembler.Settings settings =
                new Assembler.Settings(() -> host.context().build(), host.limits(), timeLimit);
        Assembler assembler = new Assembler(runtime, Wasi.hostInterfaces(), settings);
        CaseLines lines = new CaseLines(new CaseRunner(runtime, assembler, folder, timeLimit), output, spec);
        try (var in = Files.newBufferedReader(given)) {
            return lines.run(in) ? ExitCode.GOOD : ExitCode.NEGATIVE;
        } catch (IOException e) {
            throw Inputs.unreadable(given, e);
        }
    }
}
