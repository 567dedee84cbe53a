package dev.kubewasm.cli.component;

import dev.kubewasm.cli.options.ByteSizes;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.host.InstanceLimits;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options: what components get of the host. They get nothing else. */
final class HostOptions {
    private static final String DIRECTORY_FORM = "HOST[::GUEST[::ro]]";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--link",
            paramLabel = "INTERFACE=FILE",
            description =
                    "Link imports of this interface, with or without its version, to the component in FILE, which is"
                            + " linked likewise. May be repeated. What isn't linked has to be WASI, which the host supplies.")
    private Map<String, Path> links = new LinkedHashMap<>();

    @Option(
            names = "--dir",
            paramLabel = DIRECTORY_FORM,
            description =
                    "Give the components a folder, under the name GUEST (HOST if it isn't given), with `ro` read-only."
                            + " May be repeated.")
    private List<String> directories = new ArrayList<>();

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "Set an environment variable of the components; without =VALUE to what it is here. May be"
                    + " repeated.")
    private List<String> environment = new ArrayList<>();

    @Option(
            names = "--memory-limit",
            paramLabel = "BYTES",
            description = "Linear memory that each component may have: 64Mi, 2Gi (the default).",
            converter = ByteSizes.class)
    private Optional<Long> memoryLimit = Optional.empty();

    Map<String, Path> links() {
        return links;
    }

    InstanceLimits limits() {
        return memoryLimit.map(InstanceLimits.DEFAULT::withMemoryBytes).orElse(InstanceLimits.DEFAULT);
    }

    /** A context with the folders and variables, all else as {@link HostContext#builder()} has it. */
    HostContext.Builder context() {
        return HostContext.builder().environment(variables()).preopens(preopens());
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String text : environment) {
            int equals = text.indexOf('=');
            if (equals == 0) {
                throw new ParameterException(spec.commandLine(), "--env '" + text + "' is not of the form NAME=VALUE");
            }
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            } else {
                Optional.ofNullable(System.getenv(text)).ifPresent(value -> variables.put(text, value));
            }
        }
        return variables;
    }

    private List<Preopen> preopens() {
        List<Preopen> preopens = new ArrayList<>();
        for (String text : directories) {
            String[] parts = text.split("::", -1);
            boolean writable = parts.length < 3;
            if (parts.length > 3 || parts[0].isEmpty() || (!writable && !parts[2].equals("ro"))) {
                throw new ParameterException(
                        spec.commandLine(), "--dir '" + text + "' is not of the form " + DIRECTORY_FORM);
            }
            Path host = path(text, parts[0]);
            if (!Files.isDirectory(host)) {
                throw new ParameterException(spec.commandLine(), "--dir " + host + ": there is no such folder");
            }
            preopens.add(new Preopen(parts.length == 1 || parts[1].isEmpty() ? parts[0] : parts[1], host, writable));
        }
        return preopens;
    }

    private Path path(String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), "--dir '" + option + "': " + e.getMessage(), e);
        }
    }
}
