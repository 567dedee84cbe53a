package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.solver.PlacementSettings;
import java.util.Arrays;
import java.util.Optional;

/** The strategies by name. */
public enum Strategies {
    /** This project's scheduler: {@link KubeWasmStrategy}. */
    KUBE_WASM("kube-wasm", "Kube-Wasm's scheduler, links known"),
    /** A plan for all Pods at once: {@link OfflineStrategy}. */
    KUBE_WASM_OFFLINE("kube-wasm-offline", "a plan for all Pods at once, links known"),
    /** kube-scheduler's default profile: {@link KubeSchedulerStrategy}. */
    KUBE_SCHEDULER("kube-scheduler", "kube-scheduler's default profile, one Pod at a time, links unknown"),
    /** The same with podAffinity of consumers for their providers: {@link HandWrittenAffinity}. */
    KUBE_SCHEDULER_AFFINITY(
            "kube-scheduler-affinity", "kube-scheduler's default profile, links written by hand as podAffinity"),
    /** The first node in the order of names that takes the Pod. */
    FIRST_FIT("first-fit", "one Pod at a time, the first node that takes it"),
    /** The node that is left with least. */
    BEST_FIT("best-fit", "one Pod at a time, the node that is left with least"),
    /** Any node, as wasmCloud chooses among the hosts that match. */
    RANDOM("random", "one Pod at a time, any node that takes it");

    private final String id;
    private final String description;

    Strategies(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** Its name in scenarios and reports. */
    public String id() {
        return id;
    }

    /** What it does, in a few words. */
    public String description() {
        return description;
    }

    /** A new one, by the seed of {@code settings}; the rest of them is for the placement that searches. */
    public Strategy make(PlacementSettings settings) {
        return switch (this) {
            case KUBE_WASM -> new KubeWasmStrategy(settings);
            case KUBE_WASM_OFFLINE -> new Retrying(new OfflineStrategy(settings));
            case KUBE_SCHEDULER -> new Retrying(new KubeSchedulerStrategy(settings.seed()));
            case KUBE_SCHEDULER_AFFINITY ->
                new Retrying(new HandWrittenAffinity(new KubeSchedulerStrategy(settings.seed())));
            case FIRST_FIT -> new Retrying(new OnePodAtATime(NodeChoice.first(), settings.seed()));
            case BEST_FIT -> new Retrying(new OnePodAtATime(NodeChoice.tightest(), settings.seed()));
            case RANDOM -> new Retrying(new OnePodAtATime(NodeChoice.random(), settings.seed()));
        };
    }

    /** The strategy of that name. */
    public static Optional<Strategies> named(String id) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.id.equals(id))
                .findFirst();
    }
}
