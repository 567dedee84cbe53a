package dev.kubewasm.runtime.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much linear memory and how many table elements one component instance may have, over all its core instances.
 * Growth is reserved before it is allocated.
 */
public final class ResourceBudget {
    private final long maxMemoryBytes;
    private final long maxTableElements;
    private final AtomicLong memoryBytes = new AtomicLong();
    private final AtomicLong tableElements = new AtomicLong();

    /** A budget of {@code maxMemoryBytes} bytes and {@code maxTableElements} table elements. */
    public ResourceBudget(long maxMemoryBytes, long maxTableElements) {
        this.maxMemoryBytes = maxMemoryBytes;
        this.maxTableElements = maxTableElements;
    }

    /** Takes {@code bytes} of linear memory; false, and nothing taken, if there isn't that much left. */
    public boolean reserveMemory(long bytes) {
        return reserve(memoryBytes, bytes, maxMemoryBytes);
    }

    /** Takes {@code count} table elements; false, and nothing taken, if there aren't that many left. */
    public boolean reserveTable(long count) {
        return reserve(tableElements, count, maxTableElements);
    }

    /** The bytes of linear memory taken. */
    public long memoryBytes() {
        return memoryBytes.get();
    }

    /** The most bytes of linear memory that may be taken. */
    public long maxMemoryBytes() {
        return maxMemoryBytes;
    }

    private static boolean reserve(AtomicLong used, long more, long max) {
        while (true) {
            long now = used.get();
            if (more < 0 || more > max - now) {
                return false;
            }
            if (used.compareAndSet(now, now + more)) {
                return true;
            }
        }
    }
}
