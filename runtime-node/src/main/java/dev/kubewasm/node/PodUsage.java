package dev.kubewasm.node;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.runtime.ComponentInstance;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/**
 * What a Pod uses.
 *
 * @param pod the Pod
 * @param uid the Pod's
 * @param startedAt when the node took it on
 * @param containers those that run
 */
public record PodUsage(PodKey pod, Uid uid, Instant startedAt, List<ContainerUsage> containers) {
    /**
     * What a running container uses.
     *
     * @param name the container's
     * @param startedAt when it was started last
     * @param memoryBytes its linear memory
     * @param cpuNanos the CPU time that its command's thread has used, calls into others included; 0 for a component that waits
     *     for calls
     */
    public record ContainerUsage(String name, Instant startedAt, long memoryBytes, long cpuNanos) {}

    /** The memory of all its containers, in bytes. */
    public long memoryBytes() {
        return containers.stream().mapToLong(ContainerUsage::memoryBytes).sum();
    }

    /** The CPU time of all its containers, in nanoseconds. */
    public long cpuNanos() {
        return containers.stream().mapToLong(ContainerUsage::cpuNanos).sum();
    }

    static PodUsage of(PodRun run) {
        return new PodUsage(
                run.observed().facts().key(),
                run.observed().facts().uid(),
                run.startedAt(),
                run.containers().stream()
                        .flatMap(c -> c.running().stream()
                                .map(running -> new ContainerUsage(
                                        c.container().getName(),
                                        c.since(),
                                        running.instances().stream()
                                                .mapToLong(ComponentInstance::memoryBytes)
                                                .sum(),
                                        running.command()
                                                .map(command -> cpuNanos(command.thread()))
                                                .orElse(0L))))
                        .toList());
    }

    private static long cpuNanos(Thread thread) {
        return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()));
    }
}
