package dev.kubewasm.benchmarks.links;

import dev.kubewasm.benchmarks.links.LinkComponents.Loop;
import dev.kubewasm.component.ComponentTypes;
import dev.kubewasm.runtime.CompiledComponent;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ComponentRuntime;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.ImportSupplier;
import dev.kubewasm.runtime.engine.wasmtime.WasmtimeLibrary;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.host.InstanceLimits;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType.Primitive;
import dev.kubewasm.wit.binary.ComponentDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Calls between components, beside wasmtime's in the same process and run: both run the same binaries, whose loop of calls
 * is inside the consumer, take turns, and must return the same checksum. Deadlines and limits are on, on both sides.
 *
 * <p>Two rows of ours stand beside wasmtime's composed component: the same composition, and two containers' components
 * linked to each other, as Pods are, where each call also takes the provider's lock. wasmtime has nothing like the second.
 */
public final class LinksReport {
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    /** Loops that have got no faster before it is measured; 50 calls in turn are few iterations, which the JVM counts. */
    private static final int WARM_LOOPS = 6;

    private static final int MAX_WARM_LOOPS = 30;
    private static final String HOST = "bench:links/host";
    private static final String TO_HOST = "component to host";
    private static final String FROM_HOST = "host to component";
    private static final String ROWS = "rows";

    private final Wasmtime wasmtime;
    private final int calls;
    private final int rounds;
    private final String named;
    private int worse;

    private LinksReport(Wasmtime wasmtime, int calls, int rounds, String named) {
        this.wasmtime = wasmtime;
        this.calls = calls;
        this.rounds = rounds;
        this.named = named;
    }

    /**
     * Measures and prints. Each kind of call has a JVM of its own, which has compiled code for no other.
     *
     * @param args calls per loop, rounds, and what the calls' names must contain; with {@value #ROWS} as well, measures all of
     *     these in this JVM, prints their rows alone and exits with the number of ratios above 1
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Optional<Path> library = WasmtimeLibrary.find();
        if (library.isEmpty()) {
            System.err.println("links: wasmtime's library is not here: set " + WasmtimeLibrary.VARIABLE
                    + " to the file (pip install wasmtime brings one)");
            System.exit(2);
        }
        if (args.length == 3) {
            inJvmsOfTheirOwn(args);
            return;
        }
        LinksReport report = new LinksReport(
                new Wasmtime(WasmtimeLibrary.load(library.get())),
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                args[2]);
        report.run();
        System.exit(report.worse);
    }

    private static void inJvmsOfTheirOwn(String[] args) throws IOException, InterruptedException {
        System.out.printf(
                "CPU nanoseconds per call, medians of %s rounds of %s calls; ratio = median of ours / wasmtime's of each%n"
                        + "load of the machine at the beginning: %.1f%n",
                args[1], args[0], ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf("%-24s %-9s %-10s %12s %12s %8s%n", "call", "links", "ours is", "ours", "wasmtime", "ratio");
        int worse = 0;
        List<String> kinds = Stream.concat(Arrays.stream(Loop.values()).map(Loop::what), Stream.of(TO_HOST, FROM_HOST))
                .filter(kind -> kind.contains(args[2]))
                .toList();
        for (String kind : kinds) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), LinksReport.class.getName()));
            command.addAll(List.of(args[0], args[1], kind, ROWS));
            worse += new ProcessBuilder(command).inheritIO().start().waitFor();
        }
        System.out.println(worse == 0 ? "no ratio is above 1" : worse + " ratios are above 1");
    }

    private void run() {
        try (ComponentRuntime runtime = ComponentRuntime.builder().build()) {
            List<Loop> loops = Arrays.stream(Loop.values())
                    .filter(loop -> loop.what().contains(named))
                    .toList();
            for (int links : loops.isEmpty() ? new int[0] : new int[] {1, 50}) {
                byte[] composed = wasmtime.binary(LinkComponents.composed(links));
                Wasmtime.Instance theirs = instance(composed, wasmtime.linker());
                ComponentInstance same = instance(runtime, "composed", composed, Map.of());
                ComponentInstance linked = linked(runtime, links);
                for (Loop loop : loops) {
                    Wasmtime.Function reference = theirs.function(loop.export());
                    compare(loop.what(), links, "composed", loop(same, loop.export()), reference::call);
                    compare(loop.what(), links, "linked", loop(linked, loop.export()), reference::call);
                }
            }
            if (TO_HOST.contains(named) || FROM_HOST.contains(named)) {
                host(runtime);
            }
        }
    }

    private void host(ComponentRuntime runtime) {
        byte[] binary = wasmtime.binary(LinkComponents.hostCaller());
        Wasmtime.Instance theirs = instance(binary, wasmtime.linkerWith(HOST, Integer::sum));
        HostInterfaces host = HostInterfaces.of(List.of(HostInterface.builder(HOST)
                .function(
                        "add",
                        FuncType.of(Primitive.U32, Primitive.U32, Primitive.U32),
                        (context, args) -> new Val.U32(
                                (((Val.U32) args.get(0)).value() + ((Val.U32) args.get(1)).value()) & 0xffff_ffffL))
                .build()));
        ComponentInstance ours = instance(runtime, "host", binary, Map.of(HOST, new ImportSupplier.Host(host)));
        if (TO_HOST.contains(named)) {
            compare(TO_HOST, 1, "composed", loop(ours, "loop"), theirs.function("loop")::call);
        }
        if (FROM_HOST.contains(named)) {
            ExportedFunction add = ours.function("add").orElseThrow();
            Wasmtime.Function reference = theirs.function("add");
            compare(FROM_HOST, 1, "composed", n -> hostLoop(add, n), n -> hostLoop(reference, n));
        }
    }

    private static int hostLoop(ExportedFunction add, int calls) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            sum = ((Val.U32) add.call(List.of(new Val.U32(i), new Val.U32(sum))).orElseThrow()).value();
        }
        return (int) sum;
    }

    private static int hostLoop(Wasmtime.Function add, int calls) {
        int sum = 0;
        for (int i = 0; i < calls; i++) {
            sum = add.call(i, sum);
        }
        return sum;
    }

    private Wasmtime.Instance instance(byte[] binary, java.lang.foreign.MemorySegment linker) {
        return wasmtime.instantiate(wasmtime.compile(binary), linker, wasmtime.store(), wasmtime.newInstanceHandle());
    }

    private ComponentInstance linked(ComponentRuntime runtime, int links) {
        byte[] provider = wasmtime.binary(LinkComponents.provider());
        CompiledComponent compiled = compile(runtime, provider);
        Map<String, ImportSupplier> suppliers = new LinkedHashMap<>();
        for (int i = 0; i < links; i++) {
            ComponentInstance instance = runtime.instantiate(
                    "provider" + i, compiled, Map.of(), HostContext.builder().build(), InstanceLimits.DEFAULT);
            suppliers.put("p" + i, new ImportSupplier.Link(instance, "bench:links/api", Duration.ofSeconds(1)));
        }
        return instance(runtime, "consumer", wasmtime.binary(LinkComponents.consumer(links)), suppliers);
    }

    private static CompiledComponent compile(ComponentRuntime runtime, byte[] binary) {
        return runtime.compile(ComponentTypes.resolve(ComponentDecoder.decode(binary)));
    }

    private static ComponentInstance instance(
            ComponentRuntime runtime, String name, byte[] binary, Map<String, ImportSupplier> suppliers) {
        return runtime.instantiate(
                name, compile(runtime, binary), suppliers, HostContext.builder().build(), InstanceLimits.DEFAULT);
    }

    private static IntUnaryOperator loop(ComponentInstance instance, String export) {
        ExportedFunction function = instance.function(export).orElseThrow();
        return n -> (int)
                ((Val.U32) function.call(List.of(new Val.U32(n)), DEADLINE).orElseThrow()).value();
    }

    private void compare(String what, int links, String kind, IntUnaryOperator ours, IntUnaryOperator theirs) {
        warm(what, ours, theirs.applyAsInt(calls));
        double[] oursNanos = new double[rounds];
        double[] theirNanos = new double[rounds];
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = cpuNanos();
            int a = ours.applyAsInt(calls);
            long middle = cpuNanos();
            int b = theirs.applyAsInt(calls);
            long end = cpuNanos();
            checkSame(what, a, b);
            oursNanos[i] = (middle - start) / (double) calls;
            theirNanos[i] = (end - middle) / (double) calls;
            ratios[i] = oursNanos[i] / theirNanos[i];
        }
        double ratio = median(ratios);
        worse += ratio > 1 ? 1 : 0;
        System.out.printf(
                "%-24s %-9s %-10s %12.1f %12.1f %8.2f%n",
                what, links == 1 ? "1, hot" : links + " in turn", kind, median(oursNanos), median(theirNanos), ratio);
    }

    /** Until it gets no better. */
    private void warm(String what, IntUnaryOperator ours, int expected) {
        long best = Long.MAX_VALUE;
        int since = 0;
        for (int i = 0; i < MAX_WARM_LOOPS && since < WARM_LOOPS; i++) {
            long start = cpuNanos();
            checkSame(what, ours.applyAsInt(calls), expected);
            long nanos = cpuNanos() - start;
            since = nanos < best * 0.98 ? 0 : since + 1;
            best = Math.min(best, nanos);
        }
    }

    /** Of this thread: on a machine with other work wall time says little. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void checkSame(String what, int ours, int theirs) {
        if (ours != theirs) {
            throw new IllegalStateException(
                    what + ": the checksum is " + ours + " here and " + theirs + " in wasmtime");
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
