package dev.kubewasm.runtime.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How much memory and how many table elements one component instance may have, over all its core instances. Memory is
 * linear memory, and what the host keeps for the instance that it can make grow. Growth is reserved before it is
 * allocated. An engine that needs to know which core instances belong together, and when they are no longer needed,
 * knows it by their budget.
 */
public final class ResourceBudget implements AutoCloseable {
    /** What an engine keeps for the core instances of one budget. */
    public interface State extends AutoCloseable {
        @Override
        void close();
    }

    private final long maxMemoryBytes;
    private final long maxTableElements;
    private final AtomicLong memoryBytes = new AtomicLong();
    private final AtomicLong tableElements = new AtomicLong();
    private @Nullable State state;
    private boolean closed;

    /** A budget of {@code maxMemoryBytes} bytes and {@code maxTableElements} table elements. */
    public ResourceBudget(long maxMemoryBytes, long maxTableElements) {
        this.maxMemoryBytes = maxMemoryBytes;
        this.maxTableElements = maxTableElements;
    }

    /** Takes {@code bytes} of memory; false, and nothing taken, if there isn't that much left. */
    public boolean reserveMemory(long bytes) {
        return reserve(memoryBytes, bytes, maxMemoryBytes);
    }

    /** Gives back {@code bytes} that were taken and couldn't be had. */
    public void releaseMemory(long bytes) {
        memoryBytes.addAndGet(-bytes);
    }

    /** Takes {@code count} table elements; false, and nothing taken, if there aren't that many left. */
    public boolean reserveTable(long count) {
        return reserve(tableElements, count, maxTableElements);
    }

    /** Gives back {@code count} elements that were taken and couldn't be had. */
    public void releaseTable(long count) {
        tableElements.addAndGet(-count);
    }

    /**
     * Takes what a memory begins with.
     *
     * @throws CoreModuleException if there isn't that much left
     */
    public void reserveInitialMemory(long bytes) {
        if (!reserveMemory(bytes)) {
            throw new CoreModuleException(
                    "the component needs a memory of " + bytes + " bytes to start; of its limit of " + maxMemoryBytes
                            + " bytes " + memoryBytes() + " are in use",
                    null);
        }
    }

    /**
     * Takes what a table begins with.
     *
     * @throws CoreModuleException if there isn't that much left
     */
    public void reserveInitialTable(long count) {
        if (!reserveTable(count)) {
            throw new CoreModuleException(
                    "the component needs a table of " + count + " elements: over its limit", null);
        }
    }

    /** The table elements that can still be taken. */
    public long tableElementsLeft() {
        return maxTableElements - tableElements.get();
    }

    /**
     * What an engine keeps here.
     *
     * @param make makes it when it is first asked for
     * @throws IllegalArgumentException if another engine keeps something here
     * @throws IllegalStateException if this is closed
     */
    public synchronized <S extends State> S state(Class<S> type, Supplier<S> make) {
        if (closed) {
            throw new IllegalStateException("the instances of this budget are closed");
        }
        if (state == null) {
            state = make.get();
        }
        if (!type.isInstance(state)) {
            throw new IllegalArgumentException("the budget is that of instances of another engine");
        }
        return type.cast(state);
    }

    /** The core instances of this budget are no longer used: frees what the engine keeps for them. */
    @Override
    public synchronized void close() {
        closed = true;
        if (state != null) {
            state.close();
        }
    }

    /** The bytes of memory taken. */
    public long memoryBytes() {
        return memoryBytes.get();
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
