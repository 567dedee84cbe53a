package dev.kubewasm.cli.wit;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-wasm wit}: the commands about WIT. */
@Command(
        name = "wit",
        description = {
            "Checks, prints, compares and formats WIT.",
            "",
            "A PATH is a folder with *.wit files and the packages they need in deps/, one .wit file, or a .wasm binary: a"
                    + " WIT package encoded as WebAssembly, or a component, of which the world is read."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CheckCommand.class,
            PrintCommand.class,
            DepsCommand.class,
            DiffCommand.class,
            FmtCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Begin with: kube-wasm wit check wit/"})
public final class WitCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
