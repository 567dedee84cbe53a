package dev.kubewasm.cli.component;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.options.Durations;
import dev.kubewasm.cli.options.EngineOption;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.assembly.Assembly;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Wasi;
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

/** {@code kube-wasm component run FILE ARGUMENT...}. */
@Command(
        name = "run",
        description = {
            "Runs a command component: one that exports wasi:cli/run.",
            "",
            "Options come before FILE; what follows it are the component's own arguments. It has this command's standard"
                    + " input, output and error, and of all else only what options give it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it ended well",
            "1:it ended with an error or trapped, or an import can't be satisfied",
            "2:the component or the usage is unusable",
            "N:the status that it ended itself with"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  kube-wasm component run --dir data::/data::ro --env LANG=C hello.wasm one two"})
final class RunCommand implements Callable<Integer> {
    private static final String RUN = "wasi:cli/run";

    /** As long as a count of nanoseconds lasts, or nearly. */
    private static final Duration UNLIMITED = Duration.ofDays(100_000);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private ComponentCommand parent;

    @Parameters(index = "0", paramLabel = "FILE", description = "The component.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call(): it is required
    private Path file;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Its arguments.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = "--argv0",
            paramLabel = "NAME",
            description = "The name that the component sees itself run by; else that of the file.")
    private Optional<String> name = Optional.empty();

    @Mixin
    private HostOptions host = new HostOptions();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description = "How long it may run: 500ms, 30s, 2m; else as long as it likes.",
            converter = Durations.class)
    private Optional<Duration> timeLimit = Optional.empty();

    @Override
    public Integer call() {
        return DeepStack.run(this::work);
    }

    private int work() {
        List<String> line = new ArrayList<>();
        line.add(name.orElseGet(() -> file.getFileName().toString()));
        line.addAll(arguments);
        Duration limit = timeLimit.orElse(UNLIMITED);
        Assembler.Settings settings = new Assembler.Settings(
                () -> host.context()
                        .arguments(line)
                        .stdin(parent.streams().in())
                        .stdout(parent.streams().out())
                        .stderr(parent.streams().err())
                        .build(),
                host.limits(),
                limit);
        try (ComponentRuntime runtime = engine.openRuntime();
                Assembly assembly =
                        Inputs.assemble(new Assembler(runtime, Wasi.hostInterfaces(), settings), file, host.links())) {
            return run(command(assembly), limit);
        } catch (LinkException e) {
            return failed(Inputs.unlinked(file, e));
        } catch (Trap e) {
            return failed(file + " trapped: " + e.getMessage());
        } catch (ComponentExit e) {
            return e.status();
        }
    }

    private ExportedFunction command(Assembly assembly) {
        return assembly.root().functionNames().stream()
                .filter(function -> function.startsWith(RUN + "@") && function.endsWith("#run"))
                .findFirst()
                .flatMap(assembly.root()::function)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        file + " is no command, for it doesn't export " + RUN
                                + ": call its functions with `component call`"));
    }

    private static int run(ExportedFunction command, Duration limit) {
        boolean ok = command.call(List.of(), limit)
                .filter(result -> result instanceof Val.ResultVal r && r.ok())
                .isPresent();
        return ok ? ExitCode.GOOD : ExitCode.NEGATIVE;
    }

    private int failed(String message) {
        spec.commandLine().getErr().println("kube-wasm: " + message);
        return ExitCode.NEGATIVE;
    }
}
