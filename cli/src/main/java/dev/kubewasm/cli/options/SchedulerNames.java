package dev.kubewasm.cli.options;

import dev.kubewasm.scheduler.core.SchedulerSettings;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The option that says which Pods are Kube-Wasm's. */
public final class SchedulerNames {
    @Option(
            names = "--scheduler-name",
            paramLabel = "NAME",
            description =
                    "Another spec.schedulerName, beside kube-wasm, of Pods that Kube-Wasm's scheduler places: a profile of its"
                            + " configuration. May be repeated.")
    private final Set<String> others = new TreeSet<>();

    /** All of them, for a scheduler without a configuration file. */
    public Set<String> all() {
        return beside(Set.of(SchedulerSettings.DEFAULT_PROFILE));
    }

    /** All of them, for a scheduler that has {@code profiles}. */
    public Set<String> beside(Set<String> profiles) {
        Set<String> all = new TreeSet<>(others);
        all.addAll(profiles);
        return all;
    }
}
