package dev.kubewasm.benchmarks.node;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.Engines;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long the calculator's Pods take from being bound to their first answer, and what they keep in memory: of the agent, with a
 * cluster in memory ({@link BenchmarkNode}). {@link ProgramReport} has the same of the program.
 */
public final class NodeReport {
    static final String CALCULATE = "example:pricing/calculator#calculate";
    private static final Pod CATALOG = PricingPods.provider("catalog");
    private static final Pod DISCOUNTS = PricingPods.provider("discounts");
    private static final int RUNNING = 100;
    private static final double MIB = 1 << 20;

    private NodeReport() {}

    /**
     * Measures and prints.
     *
     * @param args {@code cold-start} or {@code density}, the image layout of the pricing service, a folder for the node, and how
     *     many Pods: to start one after the other, or to have at once, several numbers
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try (BenchmarkNode node =
                new BenchmarkNode(Map.of(PricingPods.IMAGES, Path.of(args[1])), Path.of(args[2]), Engines.ENDIVE)) {
            node.bind(CATALOG);
            node.bind(DISCOUNTS);
            node.agent().reconcile();
            switch (args[0]) {
                case "cold-start" -> coldStart(node, Integer.parseInt(args[3]));
                case "density" ->
                    density(
                            node,
                            Arrays.stream(args).skip(3).map(Integer::parseInt).toList());
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void bind(BenchmarkNode node, String name) {
        node.bind(PricingPods.calculator(name, CATALOG, DISCOUNTS));
    }

    /** The first call, as a consumer or a probe makes it; two links are behind it. */
    private static void call(BenchmarkNode node, String pod) {
        ComponentInstance instance =
                node.agent().instances(PricingPods.key(pod)).values().iterator().next();
        ExportedFunction calculate = instance.function(CALCULATE).orElseThrow();
        Val answer = calculate
                .call(List.of(new Val.ListVal(List.of(new Val.Str("widget")))))
                .orElseThrow();
        if (!answer.toString().contains("4.25")) {
            throw new IllegalStateException("a wrong answer: " + answer);
        }
    }

    /** Pods one after the other beside {@link #RUNNING} others; the oldest leaves when one comes. */
    private static void coldStart(BenchmarkNode node, int trials) {
        long[][] steps = new long[6][trials];
        // As many again before, to have the agent itself compiled by the JVM.
        for (int i = -trials; i < trials; i++) {
            String name = "calculator-" + (i + trials);
            if (i + trials >= RUNNING) {
                node.delete("calculator-" + (i + trials - RUNNING));
                node.agent().reconcile();
            }
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long bound = System.nanoTime();
            bind(node, name);
            node.agent().reconcile();
            BenchmarkNode.Steps reached = node.steps();
            long started = System.nanoTime();
            call(node, name);
            long answered = System.nanoTime();
            if (i >= 0) {
                steps[0][i] = reached.opened() - bound;
                steps[1][i] = reached.reported() - reached.opened();
                steps[2][i] = started - reached.reported();
                steps[3][i] = answered - started;
                steps[4][i] = answered - bound;
                steps[5][i] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
            }
        }
        String[] names = {
            "taken on; image, environment, links found",
            "instantiated and linked, status reported",
            "rest of the agent's turn",
            "first call, through two links",
            "bound to first answer",
            "the same in CPU time of the agent's thread"
        };
        System.out.printf(
                "the agent: %,d Pods, %d others running; milliseconds     p50      p99      max%n", trials, RUNNING);
        for (int step = 0; step < names.length; step++) {
            Arrays.sort(steps[step]);
            System.out.printf(
                    "%-46s %8.2f %8.2f %8.2f%n",
                    names[step],
                    steps[step][trials / 2] / 1e6,
                    steps[step][(int) (trials * 0.99)] / 1e6,
                    steps[step][trials - 1] / 1e6);
        }
    }

    /** So many Pods at once; where a number is 0, as many as fit into the heap. */
    private static void density(BenchmarkNode node, List<Integer> counts) throws IOException {
        System.out.printf("the agent: no Pod but the two providers: resident %.1f MiB%n", resident());
        List<String> names = new ArrayList<>();
        for (int count : counts) {
            int wanted = count == 0 ? Integer.MAX_VALUE : count;
            try {
                while (names.size() < wanted) {
                    String name = "calculator-" + names.size();
                    bind(node, name);
                    node.agent().reconcile();
                    call(node, name);
                    names.add(name);
                }
            } catch (OutOfMemoryError | Trap e) {
                // The last one may have been started, and then trap, for there is no memory for what it is called with.
                if (count != 0) {
                    throw e;
                }
                System.out.printf("the heap is full with %d Pods: %s%n", names.size(), e.getMessage());
            }
            System.gc();
            double resident = resident();
            System.out.printf(
                    "the agent: %,6d Pods: resident %8.1f MiB = %.2f MiB each, the JVM included; heap in use %.1f of %.0f MiB%n",
                    names.size(),
                    resident,
                    resident / names.size(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB,
                    Runtime.getRuntime().maxMemory() / MIB);
        }
    }

    private static double resident() throws IOException {
        return ResidentSet.mebibytes(ProcessHandle.current().pid());
    }
}
