package dev.kubewasm.runtime.host;

/**
 * What one component instance may have.
 *
 * @param memoryBytes linear memory, all core instances together, and what the tables of handles take
 * @param tableElements table elements, all core instances together
 * @param maxHandles handles at a time, all component instances inside together
 */
public record InstanceLimits(long memoryBytes, long tableElements, int maxHandles) {
    /** 2 GiB of memory, ten million table elements, a million handles. */
    public static final InstanceLimits DEFAULT = new InstanceLimits(1L << 31, 10_000_000, 1 << 20);

    /** What a table element takes, in bytes. */
    private static final long TABLE_ELEMENT_BYTES = 8;

    /** What a handle takes at most, in bytes, with what the host keeps for it. */
    private static final long HANDLE_BYTES = 256;

    /**
     * The limits of an instance that may have {@code bytes} of memory: of linear memory, and of as many table elements and
     * handles as take no more than that, or the default if that is less.
     */
    public static InstanceLimits within(long bytes) {
        return new InstanceLimits(bytes, Math.min(DEFAULT.tableElements, bytes / TABLE_ELEMENT_BYTES), (int)
                Math.min(DEFAULT.maxHandles, bytes / HANDLE_BYTES));
    }

    /** The default, with another limit of linear memory, in bytes. */
    public InstanceLimits withMemoryBytes(long bytes) {
        return new InstanceLimits(bytes, tableElements, maxHandles);
    }
}
