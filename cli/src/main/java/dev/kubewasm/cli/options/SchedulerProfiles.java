package dev.kubewasm.cli.options;

import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.scheduler.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.core.SchedulingProfile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which Pods are Kube-Wasm's, and how it places them. */
public final class SchedulerProfiles {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--scheduler-name",
            paramLabel = "NAME",
            description =
                    "Another spec.schedulerName, beside kube-wasm, of Pods that Kube-Wasm's scheduler places: a profile of its"
                            + " configuration. May be repeated.")
    private final Set<String> others = new TreeSet<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration file of the scheduler: Pods go by the rules of their profiles there. Default: those of a"
                            + " scheduler without one.")
    private @Nullable Path config;

    /** The configuration file, if one is named. */
    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /**
     * The profiles by name: those of the file, or else the default one under each name.
     *
     * @throws ParameterException if there are both, a file and names
     * @throws UnusableInputException if the file can't be read or isn't valid
     */
    public Map<String, SchedulingProfile> read() {
        if (config != null && !others.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--config has the names of all profiles: --scheduler-name is for a scheduler without one");
        }
        if (config != null) {
            try {
                return ConfigurationFile.read(config).settings().profiles();
            } catch (ConfigurationFile.InvalidException e) {
                throw new UnusableInputException(String.valueOf(e.getMessage()), e);
            }
        }
        Map<String, SchedulingProfile> profiles = new TreeMap<>();
        profiles.put(SchedulerSettings.DEFAULT_PROFILE, SchedulingProfile.DEFAULT);
        others.forEach(name -> profiles.put(name, SchedulingProfile.DEFAULT));
        return profiles;
    }
}
