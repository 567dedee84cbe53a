package dev.kubewasm.cli.live;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster is meant, as kubectl has it: to be mixed into a command. */
public final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig file. Default: as kubectl finds it, by KUBECONFIG or in ~/.kube/config.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig instead of its current one.")
    private @Nullable String context;

    /**
     * Connects to the cluster that is meant; nothing is asked yet.
     *
     * @param chunkSize how many objects of a list to ask for at a time
     * @throws dev.kubewasm.cli.exit.UnusableInputException if no kubeconfig can be read
     */
    public ApiServer connect(int chunkSize) {
        return ApiServer.connect(Optional.ofNullable(kubeconfig), Optional.ofNullable(context), chunkSize);
    }
}
