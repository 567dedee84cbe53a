package dev.kubewasm.cli.component;

import dev.kubewasm.cli.options.StandardStreams;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-wasm component}: the commands about component binaries. */
@Command(
        name = "component",
        description = {
            "Inspects, validates, links, calls and runs WebAssembly components.",
            "",
            "A FILE is a component binary; X.wasm may also be there as X.wasm.gz."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InspectCommand.class,
            ValidateCommand.class,
            LinkCommand.class,
            CallCommand.class,
            RunCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Begin with: kube-wasm component inspect X.wasm"})
public final class ComponentCommand implements Runnable {
    private final StandardStreams streams;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The commands, with the streams that the components they run inherit. */
    public ComponentCommand(StandardStreams streams) {
        this.streams = streams;
    }

    /** Settings of the parser that annotations can't express; {@code root} is the whole command. */
    public static void configure(CommandLine root) {
        // WAVE has values that begin with a hyphen: -1, -inf.
        subcommand(root, "component", "call").setUnmatchedOptionsArePositionalParams(true);
        subcommand(root, "component", "run").setStopAtPositional(true);
    }

    private static CommandLine subcommand(CommandLine root, String... names) {
        CommandLine at = root;
        for (String name : names) {
            at = Objects.requireNonNull(at.getSubcommands().get(name), name);
        }
        return at;
    }

    StandardStreams streams() {
        return streams;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
