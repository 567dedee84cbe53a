package dev.kubewasm.node;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a node runs its components.
 *
 * @param linkDeadline how long a call waits for its provider to be free before it traps
 * @param memoryLimit the most linear memory of a container without a memory limit of its own, in bytes
 * @param clock dates the status
 * @param logs where the output of containers goes
 */
public record NodeSettings(Duration linkDeadline, long memoryLimit, InstantSource clock, Logs logs) {
    /** Where the output of containers goes. */
    @FunctionalInterface
    public interface Logs {
        /**
         * Takes the standard output (and error) of a container; closed when the container has ended.
         *
         * @param pod {@code namespace/name}
         * @param container the container's name
         */
        OutputStream open(String pod, String container);
    }
}
