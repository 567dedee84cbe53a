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
     * What a running container uses. It uses something of everything, whatever its component does: what reads this takes a 0 for a
     * container that couldn't be measured.
     *
     * @param name the container's
     * @param startedAt when it was started last
     * @param linearMemoryBytes its linear memory
     * @param codeBytes the size of its binary, for the code that is made of it; each container has it, though they share the code
     * @param cpuNanos the CPU time since it was started: of its instantiation, its command's thread, and calls into it; what it
     *     calls in other containers is theirs. Of calls over links an estimate ({@link dev.kubewasm.runtime.meter.CpuMeter})
     */
    public record ContainerUsage(
            String name, Instant startedAt, long linearMemoryBytes, long codeBytes, long cpuNanos) {
        /** Linear memory and code, in bytes. */
        public long memoryBytes() {
            return linearMemoryBytes + codeBytes;
        }
    }

    /** The memory of all its containers, in bytes. */
    public long memoryBytes() {
        return containers.stream().mapToLong(ContainerUsage::memoryBytes).sum();
    }

    /** The linear memory of all its containers, in bytes. */
    public long linearMemoryBytes() {
        return containers.stream().mapToLong(ContainerUsage::linearMemoryBytes).sum();
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
                        .flatMap(c -> c.running().stream().map(running -> of(c, running)))
                        .toList());
    }

    private static ContainerUsage of(ContainerRun container, ContainerState.Running running) {
        long calls = running.instances().stream()
                .mapToLong(instance -> instance.cpu().nanos())
                .sum();
        long command = running.command().map(c -> cpuNanos(c.thread())).orElse(0L);
        return new ContainerUsage(
                container.container().getName(),
                container.since(),
                running.instances().stream()
                        .mapToLong(ComponentInstance::memoryBytes)
                        .sum(),
                container.codeBytes(),
                container.cpuNanos(calls + command));
    }

    private static long cpuNanos(Thread thread) {
        return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId()));
    }
}
