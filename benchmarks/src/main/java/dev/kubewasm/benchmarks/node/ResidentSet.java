package dev.kubewasm.benchmarks.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process keeps in memory, as Linux counts it. */
final class ResidentSet {
    private ResidentSet() {}

    /** VmRSS of a process, in MiB. */
    static double mebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
