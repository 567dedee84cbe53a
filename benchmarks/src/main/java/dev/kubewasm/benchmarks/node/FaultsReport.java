package dev.kubewasm.benchmarks.node;

import dev.kubewasm.node.ContainerCall.Ending;
import dev.kubewasm.runtime.Engines;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.value.Val;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How long calls of a Pod take while other things happen on its node: many Pods that come and go, a cluster that takes no status, a
 * registry that is away, a disk without room, and neighbours that loop, leak, trap, flood their log and hoard handles. Calls go
 * through two links, on a thread of their own, one after the other.
 *
 * <p>An agent that is killed isn't among it: with it go all Pods of its node, and none has a call to be late.
 */
public final class FaultsReport {
    private static final String STEADY = "steady";
    private static final Set<Ending> BROKEN = EnumSet.of(Ending.BROKE);
    private static final Duration ENOUGH = Duration.ofMinutes(1);
    private static final Pod CATALOG = PricingPods.provider("catalog");
    private static final Pod DISCOUNTS = PricingPods.provider("discounts");

    private final BenchmarkNode node;
    private final int pods;
    private final int rounds;
    private double quiet;

    private FaultsReport(BenchmarkNode node, int pods, int rounds) {
        this.node = node;
        this.pods = pods;
        this.rounds = rounds;
    }

    /**
     * Measures and prints.
     *
     * @param args the image layouts of the pricing service and of {@code benchmarks/faulty}, a folder for the node, how many Pods
     *     come at once and how often, and {@code small-disk} if the folder's file system may be filled
     */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path folder = Path.of(args[2]);
        Map<String, Path> layouts = Map.of(PricingPods.IMAGES, Path.of(args[0]), FaultyPods.IMAGES, Path.of(args[1]));
        try (BenchmarkNode node = new BenchmarkNode(layouts, folder, Engines.ENDIVE)) {
            new FaultsReport(node, Integer.parseInt(args[3]), Integer.parseInt(args[4]))
                    .run(folder, args.length > 5 && args[5].equals("small-disk"));
        }
    }

    /** What the agent's thread does while calls are made. */
    private interface Work {
        void run() throws Exception;
    }

    private void run(Path folder, boolean smallDisk) throws Exception {
        node.bind(CATALOG);
        node.bind(DISCOUNTS);
        node.bind(PricingPods.calculator(STEADY, CATALOG, DISCOUNTS));
        node.agent().reconcile();
        // Compiles the agent and the call.
        Latencies _ = measure(this::burst);
        System.out.printf(
                "calls of one Pod through two links while %d Pods come and go, %d times; microseconds%n", pods, rounds);
        System.out.printf("%-44s %10s %8s %8s %8s %12s%n", "", "calls", "p50", "p99", "p99.9", "p99 to quiet");
        print("quiet: the agent looks ten times a second", measure(this::idle));
        print("Pods come and go", measure(this::burst));
        print("the same while the cluster takes no status", measure(this::away));
        print("Pods come while the registry is away", measure(this::noRegistry));
        faulty("%d neighbours loop for half a second each", 10, BROKEN, Duration.ofMillis(500), "spin");
        faulty("%d neighbours take 64 MiB, and trap", 20, BROKEN, ENOUGH, "leak");
        faulty("%d neighbours trap, and start again", 200, BROKEN, ENOUGH, "fail");
        faulty("%d neighbours print 50,000 lines each", 20, EnumSet.of(Ending.PASSED), ENOUGH, "flood", "50000");
        faulty(
                "%d neighbours open 10,000 handles each",
                50, EnumSet.of(Ending.PASSED, Ending.BROKE), ENOUGH, "hoard", "10000");
        if (smallDisk) {
            print("they come while the disk is full", measure(() -> fullDisk(folder)));
        } else {
            System.out.println("no full disk measured: that takes root, for a file system to fill");
        }
        if (node.agent().usage().size() != 3) {
            throw new IllegalStateException("Pods are left: " + node.agent().usage());
        }
    }

    private void idle() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            node.agent().reconcile();
            Thread.sleep(100);
        }
    }

    private void burst() {
        for (int round = 0; round < rounds; round++) {
            comeAndGo(pods);
        }
    }

    private void comeAndGo(int count) {
        for (int i = 0; i < count; i++) {
            node.bind(PricingPods.calculator("calculator-" + i, CATALOG, DISCOUNTS));
        }
        node.agent().reconcile();
        for (int i = 0; i < count; i++) {
            node.delete("calculator-" + i);
        }
        node.agent().reconcile();
    }

    private void away() {
        node.reachable(false);
        burst();
        node.reachable(true);
        node.agent().reconcile();
    }

    private void noRegistry() {
        node.registryThere(false);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < pods; i++) {
                node.bind(new PodBuilder(PricingPods.calculator("calculator-" + i, CATALOG, DISCOUNTS))
                        .editSpec()
                        .editFirstContainer()
                        .withImagePullPolicy("Always")
                        .endContainer()
                        .endSpec()
                        .build());
            }
            node.agent().reconcile();
            for (int i = 0; i < pods; i++) {
                node.delete("calculator-" + i);
            }
            node.agent().reconcile();
        }
        node.registryThere(true);
    }

    private void faulty(String what, int times, Set<Ending> ends, Duration timeout, String... call) throws Exception {
        FaultyPods neighbours = new FaultyPods(node);
        // Compiles it.
        neighbours.each(List.of(call), timeout, ends);
        print(what.formatted(times), measure(() -> {
            for (int i = 0; i < times; i++) {
                neighbours.each(List.of(call), timeout, ends);
            }
        }));
    }

    private void fullDisk(Path folder) throws IOException {
        List<Path> fillers = new ArrayList<>();
        try {
            Path big = folder.resolve("filler");
            fillers.add(big);
            try (OutputStream out = Files.newOutputStream(big)) {
                while (true) {
                    out.write(new byte[4096]);
                }
            } catch (IOException _) {
                // No room for content. Next: for files.
            }
            for (int i = 0; ; i++) {
                fillers.add(Files.createFile(folder.resolve("filler-" + i)));
            }
        } catch (IOException _) {
            burst();
        } finally {
            for (Path filler : fillers) {
                Files.delete(filler);
            }
        }
    }

    private Latencies measure(Work work) throws Exception {
        ExportedFunction calculate = node.agent()
                .instances(PricingPods.key(STEADY))
                .values()
                .iterator()
                .next()
                .function(NodeReport.CALCULATE)
                .orElseThrow();
        List<Val> widget = List.of(new Val.ListVal(List.of(new Val.Str("widget"))));
        Caller caller = new Caller(() -> calculate.call(widget));
        Thread thread = Thread.ofPlatform().name("caller").start(caller);
        try {
            work.run();
        } finally {
            caller.ended = true;
            thread.join();
        }
        return Latencies.of(caller.took());
    }

    /** How long calls took, in microseconds. */
    private record Latencies(int count, double p50, double p99, double p999) {
        static Latencies of(long[] ascendingNanos) {
            return new Latencies(
                    ascendingNanos.length,
                    at(ascendingNanos, 0.5),
                    at(ascendingNanos, 0.99),
                    at(ascendingNanos, 0.999));
        }

        private static double at(long[] ascendingNanos, double part) {
            return ascendingNanos[(int) ((ascendingNanos.length - 1) * part)] / 1e3;
        }
    }

    private static final class Caller implements Runnable {
        private static final int MOST = 10_000_000;

        private final Runnable call;
        private final long[] nanos = new long[MOST];
        private int count;
        private volatile boolean ended;

        Caller(Runnable call) {
            this.call = call;
        }

        @Override
        public void run() {
            while (!ended && count < MOST) {
                long begin = System.nanoTime();
                call.run();
                nanos[count++] = System.nanoTime() - begin;
            }
        }

        long[] took() {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private void print(String what, Latencies calls) {
        double p99 = calls.p99();
        if (quiet == 0) {
            quiet = p99;
        }
        System.out.printf(
                "%-44s %,10d %8.1f %8.1f %8.1f %12.2f%n",
                what, calls.count(), calls.p50(), p99, calls.p999(), p99 / quiet);
    }
}
