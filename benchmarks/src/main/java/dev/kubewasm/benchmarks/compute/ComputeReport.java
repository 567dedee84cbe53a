package dev.kubewasm.benchmarks.compute;

import dev.kubewasm.benchmarks.links.Wasmtime;
import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.engine.wasmtime.WasmtimeLibrary;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Kernels of one component, here and in wasmtime, and the same algorithms in plain Java: in one process they take turns and
 * must return the same checksums. Deadlines and limits are on, here and in wasmtime.
 */
public final class ComputeReport {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final int PARTS = 10;
    private static final int MAX_PARTS = 60;
    /** What the decision to compile to JVM bytecode allows: the median over all kernels. */
    private static final double GOAL = 1.2;

    private final int millis;
    private final int rounds;
    private final List<Double> toWasmtime = new ArrayList<>();
    private final List<Double> toJava = new ArrayList<>();

    private ComputeReport(int millis, int rounds) {
        this.millis = millis;
        this.rounds = rounds;
    }

    /** A kernel of the component, and its like in Java. */
    private record Kernel(String name, IntUnaryOperator plain) {}

    private static final List<Kernel> KERNELS = List.of(
            new Kernel("sha256", Sha256Kernel::run),
            new Kernel("sort", SortKernel::run),
            new Kernel("matrix", MatrixKernel::run),
            new Kernel("regex", RegexKernel::run),
            new Kernel("json", JsonKernel::run));

    /**
     * Measures and prints.
     *
     * @param args milliseconds that a kernel takes in wasmtime each round, rounds
     */
    public static void main(String[] args) {
        Optional<Path> library = WasmtimeLibrary.find();
        if (library.isEmpty()) {
            System.err.println("compute: wasmtime's library is not here: set " + WasmtimeLibrary.VARIABLE
                    + " to the file (pip install wasmtime brings one)");
            System.exit(2);
        }
        new ComputeReport(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
                .run(new Wasmtime(WasmtimeLibrary.load(library.get())));
    }

    private void run(Wasmtime wasmtime) {
        System.out.printf(
                "CPU microseconds per iteration, medians of %d rounds of %d ms; ratios = medians of ours / theirs of each%n"
                        + "load of the machine at the beginning: %.1f%n",
                rounds, millis, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf(
                "%-8s %12s %12s %12s %14s %10s%n", "kernel", "ours", "wasmtime", "Java", "ours/wasmtime", "ours/Java");
        byte[] binary = component();
        Wasmtime.Instance theirs = wasmtime.instantiate(
                wasmtime.compile(binary), wasmtime.linker(), wasmtime.store(), wasmtime.newInstanceHandle());
        try (ComponentRuntime runtime = ComponentRuntime.builder().build()) {
            ComponentInstance ours = runtime.instantiate(
                    "kernels",
                    runtime.compile(ComponentTypes.resolve(ComponentDecoder.decode(binary))),
                    Map.of(),
                    HostContext.builder().build(),
                    InstanceLimits.DEFAULT);
            for (Kernel kernel : KERNELS) {
                compare(kernel, ours(ours, kernel.name()), theirs.function(kernel.name())::call);
            }
        }
        double overall = median(toWasmtime);
        System.out.printf("%-8s %53.2f %10.2f%n", "median", overall, median(toJava));
        System.out.printf("%s: at most %.1f times wasmtime's time%n", overall <= GOAL ? "met" : "not met", GOAL);
    }

    private static byte[] component() {
        try (InputStream in = ComputeReport.class.getResourceAsStream("/kernels/kernels.wasm")) {
            if (in == null) {
                throw new IllegalStateException("the kernels are not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IntUnaryOperator ours(ComponentInstance instance, String export) {
        ExportedFunction function = instance.function(export).orElseThrow();
        return n -> (int)
                ((Val.U32) function.call(List.of(new Val.U32(n)), DEADLINE).orElseThrow()).value();
    }

    private void compare(Kernel kernel, IntUnaryOperator ours, IntUnaryOperator theirs) {
        int iterations = iterations(theirs);
        int part = Math.max(1, iterations / PARTS);
        int expected = theirs.applyAsInt(part);
        warm(kernel.name(), ours, part, expected);
        warm(kernel.name(), kernel.plain(), part, expected);
        double[] oursMicros = new double[rounds];
        double[] theirMicros = new double[rounds];
        double[] javaMicros = new double[rounds];
        double[] theirRatios = new double[rounds];
        double[] javaRatios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = cpuNanos();
            int a = ours.applyAsInt(iterations);
            long second = cpuNanos();
            int b = theirs.applyAsInt(iterations);
            long third = cpuNanos();
            int c = kernel.plain().applyAsInt(iterations);
            long end = cpuNanos();
            checkSame(kernel.name(), a, b);
            checkSame(kernel.name(), c, b);
            oursMicros[i] = (second - start) / 1000.0 / iterations;
            theirMicros[i] = (third - second) / 1000.0 / iterations;
            javaMicros[i] = (end - third) / 1000.0 / iterations;
            theirRatios[i] = oursMicros[i] / theirMicros[i];
            javaRatios[i] = oursMicros[i] / javaMicros[i];
        }
        toWasmtime.add(median(theirRatios));
        toJava.add(median(javaRatios));
        System.out.printf(
                "%-8s %12.1f %12.1f %12.1f %14.2f %10.2f%n",
                kernel.name(),
                median(oursMicros),
                median(theirMicros),
                median(javaMicros),
                median(theirRatios),
                median(javaRatios));
    }

    /** How many fill a round in wasmtime. */
    private int iterations(IntUnaryOperator theirs) {
        int iterations = 1;
        while (true) {
            long start = cpuNanos();
            int unused = theirs.applyAsInt(iterations);
            long nanos = cpuNanos() - start;
            if (nanos > millis * 100_000L) {
                return (int) Math.max(1, iterations * (millis * 1_000_000L) / nanos);
            }
            iterations *= 2;
        }
    }

    /** In parts, for code that is compiled in the middle of a call is used at the next; until it gets no better. */
    private static void warm(String what, IntUnaryOperator kernel, int iterations, int expected) {
        long best = Long.MAX_VALUE;
        int since = 0;
        for (int i = 0; i < MAX_PARTS && since < PARTS; i++) {
            long start = cpuNanos();
            checkSame(what, kernel.applyAsInt(iterations), expected);
            long nanos = cpuNanos() - start;
            since = nanos < best * 0.98 ? 0 : since + 1;
            best = Math.min(best, nanos);
        }
    }

    /** Of this thread: on a machine with other work wall time says little. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void checkSame(String kernel, int checksum, int reference) {
        if (checksum != reference) {
            throw new IllegalStateException(
                    kernel + ": the checksum is " + checksum + ", in wasmtime it is " + reference);
        }
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
