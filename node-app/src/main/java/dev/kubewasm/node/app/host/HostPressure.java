package dev.kubewasm.node.app.host;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether something runs out.
 *
 * @param memory after the last collection the heap was fuller than nine tenths
 * @param disk less than a tenth of the file system is free (the kubelet's {@code nodefs.available<10%})
 */
public record HostPressure(boolean memory, boolean disk) {
    private static final double FULL = 0.9;

    /** How it is now, for a node that keeps its files in {@code folder}. */
    public static HostPressure measure(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return new HostPressure(
                heapAfterCollection() > FULL * Runtime.getRuntime().maxMemory(),
                store.getUsableSpace() < (1 - FULL) * store.getTotalSpace());
    }

    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(usage -> usage != null)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
