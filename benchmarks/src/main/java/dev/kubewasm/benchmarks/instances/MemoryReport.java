package dev.kubewasm.benchmarks.instances;

import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What instances keep in memory: the process's resident set, and how it splits; and whether closed ones leave any behind. */
public final class MemoryReport {
    private MemoryReport() {}

    /**
     * Measures and prints.
     *
     * @param args the folder of the components, how many instances to keep, how many to open and close in a row
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0], "singles", PricingGroup.CALCULATOR);
        int kept = Integer.parseInt(args[1]);
        int closed = Integer.parseInt(args[2]);
        System.out.printf(
                "collectors:              %s%n",
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(GarbageCollectorMXBean::getName)
                        .collect(Collectors.joining(", ")));
        try (ComponentRuntime runtime = ComponentRuntime.builder().build()) {
            CompiledComponent calculator = PricingGroup.compile(runtime, file);
            PricingGroup.alone(runtime, calculator).close();
            System.gc();
            System.out.printf("no instance:             resident %8.1f MiB%n", resident());
            keep(runtime, calculator, kept);
            openAndClose(runtime, calculator, closed);
        }
    }

    /** Opens and closes instances in a row, and says after every tenth of them what is left. */
    private static void openAndClose(ComponentRuntime runtime, CompiledComponent calculator, int count)
            throws IOException {
        for (int done = 1; done <= count; done++) {
            PricingGroup.alone(runtime, calculator).close();
            if (done % Math.max(1, count / 10) == 0) {
                System.gc();
                System.out.printf(
                        "%,7d opened and closed: resident %8.1f MiB, heap in use %6.2f MiB, other %6.2f MiB%n",
                        done, resident(), heap(), other());
            }
        }
    }

    private static void keep(ComponentRuntime runtime, CompiledComponent calculator, int count) throws IOException {
        List<ComponentInstance> instances = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            instances.add(PricingGroup.alone(runtime, calculator));
        }
        System.gc();
        double resident = resident();
        System.out.printf(
                "%,d instances:         resident %8.1f MiB = %.2f MiB each, the JVM included%n",
                count, resident, resident / count);
        double linear =
                instances.stream().mapToLong(ComponentInstance::memoryBytes).sum() / MIB;
        System.out.printf(
                "  linear memory %.1f MiB, other objects on the heap %.1f MiB, classes and compiled code %.1f MiB,%n"
                        + "  heap not in use, threads and the JVM itself %.1f MiB%n",
                linear, heap() - linear, other(), resident - heap() - other());
        instances.forEach(ComponentInstance::close);
    }

    private static final double MIB = 1 << 20;

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    private static double other() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() / MIB;
    }

    /** VmRSS of this process, in MiB. */
    private static double resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
