package dev.kubewasm.benchmarks.node;

import dev.kubewasm.testkit.cluster.ApiCluster;
import dev.kubewasm.testkit.cluster.NodeCertificateSigner;
import dev.kubewasm.testkit.cluster.RuntimeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What {@link NodeReport} measures of the agent, of the node's program: with its client, its watch, the kubelet's API by TLS and
 * Quarkus around it, on a real API server. All of them share this machine.
 */
public final class ProgramReport {
    private static final int RUNNING = 100;

    private ProgramReport() {}

    /**
     * Measures and prints.
     *
     * @param args {@code cold-start} or {@code density}, the image layout of the pricing service, a folder for the node, and how
     *     many Pods: to start one after the other, or to have at once, several numbers
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        boolean density = args[0].equals("density");
        List<Integer> counts =
                Arrays.stream(args).skip(3).map(Integer::parseInt).toList();
        try (ApiCluster cluster = ApiCluster.start("namespace.yaml", "node-rbac.yaml");
                NodeCertificateSigner _ = NodeCertificateSigner.start(cluster, Duration.ofHours(1));
                RuntimeNode node = RuntimeNode.start(
                        cluster,
                        "host",
                        Path.of(args[1]),
                        Path.of(args[2]),
                        Map.of("KUBE_WASM_NODE_NAME", PricingPods.NODE.value()),
                        jvm(density))) {
            node.program().awaitReady();
            try (ProgramPods pods = new ProgramPods(cluster, node.kubelet())) {
                if (density) {
                    density(pods, node.program().pid(), counts);
                } else {
                    coldStart(pods, counts.getFirst());
                }
            }
        }
    }

    /** As the image's entry point has it; for density as a container of one CPU and 2 GiB has it. */
    private static List<String> jvm(boolean density) {
        Stream<String> machine = density
                ? Stream.of("-XX:ActiveProcessorCount=1", "-XX:MaxRAM=2g", "-XX:MaxRAMPercentage=60")
                : Stream.of("-Xmx1g");
        return Stream.concat(
                        Stream.of("-XX:+UseSerialGC", "-XX:+UseCountedLoopSafepoints", "-XX:LoopStripMiningIter=1000"),
                        machine)
                .toList();
    }

    /** Pods one after the other beside {@link #RUNNING} others; the oldest leaves before one comes. */
    private static void coldStart(ProgramPods pods, int trials) {
        // As many before, to have the program compiled by the JVM, and the others running.
        int before = Math.max(RUNNING, trials);
        IntStream.range(0, before).forEach(i -> started(pods, "before-" + i));
        ProgramPods.Started[] started = IntStream.range(0, trials)
                .mapToObj(i -> started(pods, "calculator-" + i))
                .toArray(ProgramPods.Started[]::new);
        long[] called = IntStream.range(0, trials)
                .mapToLong(i -> {
                    pods.leave(RUNNING);
                    return pods.startCalling("called-" + i);
                })
                .toArray();
        System.out.printf(
                "the program: %,d Pods, %d others running; milliseconds   p50      p99      max%n", trials, RUNNING);
        print("a Pod created, bound, by the API server", nanos(started, s -> s.bound() - s.asked()));
        print("from bound until it is seen to be Ready", nanos(started, s -> s.ready() - s.bound()));
        print("first call by the kubelet's API, two links", nanos(started, s -> s.answered() - s.ready()));
        print("bound to first answer, called once Ready", nanos(started, s -> s.answered() - s.bound()));
        print("bound to first answer, called until it answers", called);
    }

    private static ProgramPods.Started started(ProgramPods pods, String name) {
        pods.leave(RUNNING);
        return pods.start(name);
    }

    private static long[] nanos(ProgramPods.Started[] started, ToLongFunction<ProgramPods.Started> step) {
        return Arrays.stream(started).mapToLong(step).toArray();
    }

    private static void print(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%-46s %8.2f %8.2f %8.2f%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    private static void density(ProgramPods pods, long pid, List<Integer> counts) throws IOException {
        System.out.printf("the program: no Pod but the two providers: resident %.1f MiB%n", ResidentSet.mebibytes(pid));
        int there = 0;
        for (int count : counts) {
            IntStream.range(there, count).forEach(i -> pods.start("calculator-" + i));
            there = count;
            double resident = ResidentSet.mebibytes(pid);
            System.out.printf(
                    "the program: %,6d Pods: resident %8.1f MiB = %.2f MiB each, the JVM and Quarkus included%n",
                    count, resident, resident / count);
        }
    }
}
