package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.app.configuration.SchedulerConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: reads the configuration, and starts the scheduler only if that is valid. */
@QuarkusMain
@Command(
        name = "kube-wasm-scheduler",
        description = "Places Pods by what their WebAssembly components import and export.",
        mixinStandardHelpOptions = true,
        version = "kube-wasm-scheduler 0.1.0-SNAPSHOT",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:stopped by a signal, in good order",
            " 1:the lead was lost, or starting failed",
            " 2:the configuration or the command line is not valid"
        })
public final class SchedulerMain implements Runnable {
    private static volatile SchedulerConfiguration configuration = SchedulerConfiguration.DEFAULT;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, YAML; all defaults without.")
    private @Nullable Path file;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    /** Starts it; see {@code --help}. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new SchedulerMain()).execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** What this process was started with. */
    static SchedulerConfiguration configuration() {
        return configuration;
    }

    @Override
    public void run() {
        if (file != null) {
            try {
                configuration = ConfigurationFile.read(file);
            } catch (ConfigurationFile.InvalidException e) {
                throw new CommandLine.ParameterException(
                        java.util.Objects.requireNonNull(spec).commandLine(), e.getMessage());
            }
        }
        System.setProperty("quarkus.http.host", configuration.server().bindAddress());
        System.setProperty(
                "quarkus.http.port", Integer.toString(configuration.server().port()));
        Quarkus.run();
    }
}
