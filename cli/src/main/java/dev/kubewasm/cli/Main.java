package dev.kubewasm.cli;

import dev.kubewasm.cli.exit.ExitCode;
import dev.kubewasm.cli.run.RunCommand;
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
        subcommands = {RunCommand.class, WitCommand.class, WastCommand.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:a negative answer: a Pod unplaced or not running, a call that failed, an error in WIT",
            "2:unusable input or usage"
        },
        footer = {"", "Begin with: kube-wasm run examples/pricing"})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = execute(out, err, args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs the command, writing to {@code out} and {@code err}, and returns the exit code ({@link ExitCode}). */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, a) -> usageError(err, e))
                .setExecutionExceptionHandler((e, command, result) -> broke(err, e))
                .execute(args);
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
        err.println("kube-wasm: internal error: " + e);
        if (System.getenv("KUBE_WASM_TRACE") != null) {
            e.printStackTrace(err);
        } else {
            err.println("Set KUBE_WASM_TRACE=1 to see where, and please report it.");
        }
        return ExitCode.UNUSABLE;
    }
}
