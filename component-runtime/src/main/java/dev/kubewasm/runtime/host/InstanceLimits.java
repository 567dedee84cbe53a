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

    /** The default, with another limit of linear memory, in bytes. */
    public InstanceLimits withMemoryBytes(long bytes) {
        return new InstanceLimits(bytes, tableElements, maxHandles);
    }
}
