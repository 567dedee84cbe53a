package dev.kubewasm.runtime.meter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The CPU time of a container, its calls into others not among it: those count to the container called. By any thread.
 *
 * <p>Of calls over links it is an estimate, for only some are measured. Since the calls into a container and those out of it are
 * estimated apart, it may once go back a little.
 */
public final class CpuMeter {
    private final AtomicLong nanos = new AtomicLong();

    /** Counts CPU time that was used in the container. */
    public void used(long cpuNanos) {
        nanos.addAndGet(cpuNanos);
    }

    /** Counts CPU time that a call from the container used in another one: it is not its own. */
    public void usedElsewhere(long cpuNanos) {
        nanos.addAndGet(-cpuNanos);
    }

    /** What was counted, in nanoseconds; negative while the thread that makes its calls is measured by somebody else. */
    public long nanos() {
        return nanos.get();
    }
}
