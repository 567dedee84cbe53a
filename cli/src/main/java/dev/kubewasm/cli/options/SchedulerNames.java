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

    /** All of them. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>(others);
        all.add(SchedulerSettings.DEFAULT_PROFILE);
        return all;
    }

    /** Whether others are named than the one there is without a configuration. */
    public boolean given() {
        return !others.isEmpty();
    }
}
