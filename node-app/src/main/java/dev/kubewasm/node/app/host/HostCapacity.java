package dev.kubewasm.node.app.host;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What the program's control group has.
 *
 * @param milliCpu CPU in thousandths
 * @param memoryBytes memory, of the control group or else of the machine
 * @param heapBytes the most that the JVM's heap may have, in which components' memories are
 * @param diskBytes of the file system of the node's folder
 */
public record HostCapacity(long milliCpu, long memoryBytes, long heapBytes, long diskBytes) {
    private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

    /** What there is on this machine, for a node that keeps its files in {@code folder}. */
    public static HostCapacity measure(Path folder) throws IOException {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new HostCapacity(
                milliCpuLimit(CONTROL_GROUPS)
                        .orElse(1000L * Runtime.getRuntime().availableProcessors()),
                machine.getTotalMemorySize(),
                Runtime.getRuntime().maxMemory(),
                Files.getFileStore(folder).getTotalSpace());
    }

    /** The CPU quota of control groups of version 2 or 1 as thousandths, if one is set. */
    static OptionalLong milliCpuLimit(Path root) throws IOException {
        Path v2 = root.resolve("cpu.max");
        Path v1 = root.resolve("cpu/cpu.cfs_quota_us");
        if (Files.isReadable(v2)) {
            String[] quotaAndPeriod = Files.readString(v2).strip().split(" ", -1);
            return quotaAndPeriod.length == 2 ? milliCpu(quotaAndPeriod[0], quotaAndPeriod[1]) : OptionalLong.empty();
        }
        Path period = v1.resolveSibling("cpu.cfs_period_us");
        return Files.isReadable(v1) && Files.isReadable(period)
                ? milliCpu(
                        Files.readString(v1).strip(), Files.readString(period).strip())
                : OptionalLong.empty();
    }

    /** No quota is written {@code max} in version 2, {@code -1} in version 1. */
    private static OptionalLong milliCpu(String quota, String period) {
        if (quota.equals("max") || quota.startsWith("-")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(1, Long.parseLong(quota) * 1000 / Long.parseLong(period)));
    }
}
