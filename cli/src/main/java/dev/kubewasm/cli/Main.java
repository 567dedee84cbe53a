package dev.kubewasm.cli;

import dev.kubewasm.cli.component.ComponentCommand;
import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.cli.explain.ExplainCommand;
import dev.kubewasm.cli.options.StandardStreams;
import dev.kubewasm.cli.rebalance.RebalanceCommand;
import dev.kubewasm.cli.run.RunCommand;
import dev.kubewasm.cli.simulate.SimulateCommand;
import dev.kubewasm.cli.snapshot.SnapshotCommand;
import dev.kubewasm.cli.wast.WastCommand;
import dev.kubewasm.cli.wit.WitCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code kube-wasm} command: finds the subcommand, runs it, and turns what it returns into an exit code. */
@Command(
        name = "kube-wasm",
        description =
                "Places WebAssembly components by what their WIT imports and exports, and links them in one process.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            ExplainCommand.class,
            SnapshotCommand.class,
            RebalanceCommand.class,
            ComponentCommand.class,
            SimulateCommand.class,
            WitCommand.class,
            WastCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:a negative answer: a Pod unplaced or not running, a call that failed, an error in WIT or in a component",
            "2:unusable input or usage"
        },
        footer = {"", "Begin with: kube-wasm run examples/pricing"})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(StandardStreams.ofProcess(), args));
    }

    /** Runs the command on these streams, and returns the exit code ({@link ExitCode}, or that of a component it ran). */
    public static int execute(StandardStreams streams, String... args) {
        PrintWriter out = new PrintWriter(streams.out(), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(streams.err(), true, StandardCharsets.UTF_8);
        CommandLine line = new CommandLine(new Main(), factory(streams))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, a) -> usageError(err, e))
                .setExecutionExceptionHandler((e, command, result) -> broke(err, e));
        ComponentCommand.configure(line);
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static CommandLine.IFactory factory(StandardStreams streams) {
        CommandLine.IFactory others = CommandLine.defaultFactory();
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == ComponentCommand.class ? type.cast(new ComponentCommand(streams)) : others.create(type);
            }
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    private static int usageError(PrintWriter err, ParameterException e) {
        CommandLine command = e.getCommandLine();
        err.println("kube-wasm: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.UNUSABLE;
    }

    /** Something broke that no input should break: one line, and the trace for those who ask. */
    private static int broke(PrintWriter err, Exception e) {
        if (e instanceof UnusableInputException) {
            err.println("kube-wasm: " + e.getMessage());
            return ExitCode.UNUSABLE;
        }
        err.println("kube-wasm: internal error: " + e);
        if (System.getenv("KUBE_WASM_TRACE") != null) {
            e.printStackTrace(err);
        } else {
            err.println("Set KUBE_WASM_TRACE=1 to see where, and please report it.");
        }
        return ExitCode.UNUSABLE;
    }
}
