package dev.kubewasm.runtime.meter;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The clock of the CPU time that a thread uses. */
public final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean SUPPORTED =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private CpuClock() {}

    /**
     * What this thread has used, in nanoseconds: differences mean something, as long as it is the same thread. A virtual thread
     * has no such clock, nor has every system: there it is the time that passes.
     */
    public static long nanos() {
        return SUPPORTED && !Thread.currentThread().isVirtual() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
