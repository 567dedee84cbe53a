package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How a node runs its components.
 *
 * @param linkDeadline how long a call waits for its provider to be free before it traps
 * @param startDeadline how long the component of a container may take to start before it is ended
 * @param memoryLimit the most linear memory of a container without a memory limit of its own, in bytes
 * @param clock dates the status
 * @param logs where the output of containers goes
 * @param volumes where the volumes of Pods are; without it Pods can have none
 * @param cpuShares whether commands get CPU in the ratio of what their containers request (Linux only)
 * @param background runs what may take long (starting and stopping containers, probes), components' code that computes without
 *     end included; {@code Runnable::run} has it done in place
 * @param events takes what happens to Pods, for people to read; must not take long
 * @param news called when there may be something to do for {@link NodeAgent#reconcile()}, on any thread
 */
public record NodeSettings(
        Duration linkDeadline,
        Duration startDeadline,
        long memoryLimit,
        InstantSource clock,
        Logs logs,
        Optional<VolumeSettings> volumes,
        boolean cpuShares,
        Executor background,
        Consumer<NodeEvent> events,
        Runnable news) {
    /** Start functions take milliseconds. */
    public static final Duration START_DEADLINE = Duration.ofSeconds(10);

    /** Settings of a node whose agent does everything in {@link NodeAgent#reconcile()}, called by whoever has a reason to. */
    public static NodeSettings inPlace(Duration linkDeadline, long memoryLimit, InstantSource clock, Logs logs) {
        return new NodeSettings(
                linkDeadline,
                START_DEADLINE,
                memoryLimit,
                clock,
                logs,
                Optional.empty(),
                false,
                Runnable::run,
                _ -> {},
                () -> {});
    }

    /** Where the output of containers goes. */
    @FunctionalInterface
    public interface Logs {
        /**
         * Takes the standard output (and error) of one run of a container; closed when it has ended.
         *
         * @throws IOException if it can't be kept now: the container doesn't start
         */
        OutputStream open(ContainerId container) throws IOException;

        /** Lets go of what a Pod's containers have written: it is gone. */
        default void forget(PodKey pod, Uid uid) throws IOException {}

        /** Lets go of what the containers of all other Pods have written, as after a start of the node. */
        default void forgetAllBut(Set<Uid> pods) throws IOException {}
    }

    /**
     * One run of a container.
     *
     * @param pod its Pod
     * @param uid the Pod's
     * @param name the container's
     * @param restart how often it was restarted before
     */
    public record ContainerId(PodKey pod, Uid uid, String name, int restart) {}
}
