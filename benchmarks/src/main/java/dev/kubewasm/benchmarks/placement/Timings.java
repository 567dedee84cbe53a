package dev.kubewasm.benchmarks.placement;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Wall time and CPU time of the calling thread, of many runs. */
final class Timings {
    private final List<Long> wall = new ArrayList<>();
    private final List<Long> cpu = new ArrayList<>();

    <R> R time(Supplier<R> run) {
        long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long start = System.nanoTime();
        R result = run.get();
        wall.add(System.nanoTime() - start);
        cpu.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart);
        return result;
    }

    void clear() {
        wall.clear();
        cpu.clear();
    }

    double medianWall() {
        return milliseconds(wall, 0.5);
    }

    double medianCpu() {
        return milliseconds(cpu, 0.5);
    }

    private static double milliseconds(List<Long> nanos, double quantile) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
    }

    @Override
    public String toString() {
        return "%8.1f %8.1f    %8.1f %8.1f"
                .formatted(
                        milliseconds(wall, 0.5),
                        milliseconds(wall, 0.99),
                        milliseconds(cpu, 0.5),
                        milliseconds(cpu, 0.99));
    }
}
