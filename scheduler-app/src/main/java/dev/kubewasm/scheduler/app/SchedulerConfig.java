package dev.kubewasm.scheduler.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The configuration, under {@code kube-wasm.scheduler}; checked when the program starts. */
@ConfigMapping(prefix = "kube-wasm.scheduler")
public interface SchedulerConfig {
    /** Pods with this {@code spec.schedulerName} are placed. */
    @WithDefault("kube-wasm")
    String name();

    /** Settles what is a matter of taste: the same cluster and seed give the same placement. */
    @WithDefault("0")
    long seed();

    /** How long the placement of one cycle may search at most; reaching it makes the result depend on the machine. */
    @WithDefault("PT10S")
    Duration timeLimit();

    /**
     * Weights of the soft constraints by name, {@code kube-wasm.scheduler.weights.balance=0}; others have the default of
     * {@code docs/placement-constraints.md}.
     */
    Map<String, Long> weights();

    /** Where images are read from. */
    Artifacts artifacts();

    /** The queue's times. */
    Queue queue();

    /** Where images are read from. */
    interface Artifacts {
        /**
         * An OCI image layout folder. Without one, a Pod can only be placed if its WIT is in an annotation or ConfigMap.
         */
        Optional<Path> ociLayout();
    }

    /** The queue's times. */
    interface Queue {
        /** Backoff after a Pod's first attempt; doubles with each. */
        @WithDefault("PT1S")
        Duration initialBackoff();

        /** The longest backoff. */
        @WithDefault("PT10S")
        Duration maxBackoff();

        /** How long a Pod that doesn't fit waits when nothing happens that could help. */
        @WithDefault("PT5M")
        Duration retryUnschedulableAfter();
    }
}
