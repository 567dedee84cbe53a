package dev.kubewasm.scheduler.app;

import dev.kubewasm.scheduler.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.configuration.SchedulerConfiguration;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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
        quarkusProperties(configuration).forEach(System::setProperty);
        Quarkus.run();
        return CommandLine.ExitCode.OK;
    }

    /** What of the configuration Quarkus has to know, under its names. */
    static Map<String, String> quarkusProperties(SchedulerConfiguration configuration) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("quarkus.http.host", configuration.server().bindAddress());
        properties.put(
                "quarkus.http.port", Integer.toString(configuration.server().port()));
        if (configuration.logging().json()) {
            properties.put("quarkus.log.console.json.enabled", "true");
        }
        if (configuration.logging().debug()) {
            properties.put("quarkus.log.category.\"dev.kubewasm\".level", "DEBUG");
        }
        configuration.tracing().endpoint().ifPresent(collector -> {
            properties.put("quarkus.otel.sdk.disabled", "false");
            properties.put("quarkus.otel.exporter.otlp.endpoint", collector.toString());
            properties.put(
                    "quarkus.otel.traces.sampler.arg",
                    Double.toString(configuration.tracing().ratio()));
        });
        return properties;
    }
}
