package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.app.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.app.configuration.SchedulerConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
public final class SchedulerMain implements Callable<Integer> {
    private static volatile SchedulerConfiguration configuration = SchedulerConfiguration.DEFAULT;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, YAML; all defaults without.")
    private @Nullable Path file;

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
    public Integer call() {
        if (file != null) {
            try {
                configuration = ConfigurationFile.read(file);
            } catch (ConfigurationFile.InvalidException e) {
                System.err.println("kube-wasm-scheduler: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
        }
        System.setProperty("quarkus.http.host", configuration.server().bindAddress());
        System.setProperty(
                "quarkus.http.port", Integer.toString(configuration.server().port()));
        Quarkus.run();
        return CommandLine.ExitCode.OK;
    }
}
