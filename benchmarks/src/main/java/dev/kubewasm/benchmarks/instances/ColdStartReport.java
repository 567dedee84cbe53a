package dev.kubewasm.benchmarks.instances;

import dev.kubewasm.benchmarks.links.Wasmtime;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.engine.wasmtime.WasmtimeLibrary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How long it takes until a component can be called: compiled before, as a node has it, many times over, beside wasmtime's
 * instantiation of the same binary in the same run; and the first time in a process.
 */
public final class ColdStartReport {
    private ColdStartReport() {}

    /**
     * Measures and prints.
     *
     * @param args {@code first} or {@code trials}; the folder of the components; the folder of the code cache; for trials
     *     their number
     */
    public static void main(String[] args) throws IOException {
        Path components = Path.of(args[1]);
        try (ComponentRuntime runtime =
                ComponentRuntime.builder().codeCache(Path.of(args[2])).build()) {
            if (args[0].equals("first")) {
                first(runtime, components);
            } else {
                trials(runtime, components, Integer.parseInt(args[3]));
            }
        }
    }

    private static void first(ComponentRuntime runtime, Path components) throws IOException {
        long start = System.nanoTime();
        CompiledComponent calculator =
                PricingGroup.compile(runtime, components.resolve("singles").resolve(PricingGroup.CALCULATOR));
        long compiled = System.nanoTime();
        PricingGroup.alone(runtime, calculator).close();
        long instantiated = System.nanoTime();
        System.out.printf(
                "calculator, first in its process:   read and compile %6.1f ms, instantiate %6.1f ms%n",
                millis(compiled - start), millis(instantiated - compiled));
    }

    private static void trials(ComponentRuntime runtime, Path components, int trials) throws IOException {
        Path singles = components.resolve("singles");
        CompiledComponent calculator = PricingGroup.compile(runtime, singles.resolve(PricingGroup.CALCULATOR));
        PricingGroup group = new PricingGroup(runtime, singles);
        Optional<Theirs> alone = Theirs.of(singles.resolve(PricingGroup.CALCULATOR));
        Optional<Theirs> composed = Theirs.of(components.resolve("composed").resolve("storefront-text-c-rust.wasm"));
        if (alone.isEmpty()) {
            System.out.println("wasmtime is left out: its library is not here (set " + WasmtimeLibrary.VARIABLE + ")");
        }
        compare(
                "calculator alone",
                trials,
                () -> PricingGroup.alone(runtime, calculator).close(),
                alone);
        compare("group of four, linked", trials, () -> close(group.instantiate()), composed);
    }

    private static void close(List<ComponentInstance> instances) {
        instances.forEach(ComponentInstance::close);
    }

    private static void compare(String what, int trials, Runnable ours, Optional<Theirs> theirs) {
        for (int i = 0; i < trials / 5; i++) {
            ours.run();
        }
        long[] oursNanos = new long[trials];
        long[] theirNanos = new long[trials];
        for (int i = 0; i < trials; i++) {
            long start = System.nanoTime();
            ours.run();
            long end = System.nanoTime();
            oursNanos[i] = end - start;
            theirNanos[i] = theirs.map(Theirs::instantiate).orElse(0L);
        }
        System.out.println(line(what, "here", oursNanos));
        if (theirs.isPresent()) {
            System.out.println(line(what, "wasmtime", theirNanos));
            System.out.printf("%-24s ratio of the means %.2f%n", what, mean(oursNanos) / mean(theirNanos));
        }
    }

    private static String line(String what, String where, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return "%-24s %-9s mean %7.3f ms, median %7.3f ms, p99 %7.3f ms, longest %7.3f ms"
                .formatted(
                        what,
                        where,
                        mean(nanos) / 1e6,
                        millis(sorted[sorted.length / 2]),
                        millis(sorted[sorted.length * 99 / 100]),
                        millis(sorted[sorted.length - 1]));
    }

    private static double mean(long[] nanos) {
        return Arrays.stream(nanos).average().orElseThrow();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** The same component in wasmtime: a store and an instance of it, imports of others trapping. */
    private record Theirs(Wasmtime wasmtime, MemorySegment component, MemorySegment linker, MemorySegment instance) {
        static Optional<Theirs> of(Path file) throws IOException {
            Optional<Path> library = WasmtimeLibrary.find();
            if (library.isEmpty() || !Files.exists(file)) {
                return Optional.empty();
            }
            Wasmtime wasmtime = new Wasmtime(WasmtimeLibrary.load(library.get()));
            MemorySegment component = wasmtime.compile(Files.readAllBytes(file));
            return Optional.of(
                    new Theirs(wasmtime, component, wasmtime.linkerWithTraps(component), wasmtime.newInstanceHandle()));
        }

        long instantiate() {
            long start = System.nanoTime();
            MemorySegment store = wasmtime.store();
            wasmtime.instantiate(component, linker, store, instance);
            wasmtime.deleteStore(store);
            return System.nanoTime() - start;
        }
    }
}
