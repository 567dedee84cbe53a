package dev.kubewasm.cli.simulate;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-wasm simulate}: the commands about clusters that are described in files. */
@Command(
        name = "simulate",
        description = "Says what would happen: places a described cluster's Pods by several strategies, and compares.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SimulateRunCommand.class, GenerateCommand.class, CommandLine.HelpCommand.class},
        footer = {"", "Begin with: kube-wasm simulate run simulations/pricing/scenario.yaml"})
public final class SimulateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
