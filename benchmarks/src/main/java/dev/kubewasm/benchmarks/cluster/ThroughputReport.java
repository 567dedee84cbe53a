package dev.kubewasm.benchmarks.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How many Pods a second kube-scheduler and Kube-Wasm bind, in turn on the same API server, and what CPU each Pod costs.
 * Each is held while the Pods are created, then let go; how long a Pod waits is counted from then. The ceiling is a program
 * that binds without looking. Then Pods come one after the other while the scheduler runs, and how long each waits is counted
 * from its creation.
 */
public final class ThroughputReport {
    private static final long GIVE_UP_AFTER_SECONDS = 240;

    private static final int ARRIVALS_PER_SECOND = 40;
    private static final int ARRIVALS = 400;

    private ThroughputReport() {}

    /** What a run of one contender on one workload gave. */
    private record Run(
            double podsPerSecond, double cpuMillisPerPod, double median, double slowest, long residentMebibytes) {
        static Run of(BenchmarkCluster cluster, Contender contender, long start, Duration cpuBefore)
                throws InterruptedException {
            double seconds = (System.nanoTime() - start) / 1e9;
            double[] waits = cluster.waits(start);
            // What it does after the last binding, events above all, is of these Pods too.
            contender.awaitQuiet();
            return new Run(
                    waits.length / seconds,
                    contender.cpu().minus(cpuBefore).toNanos() / 1e6 / waits.length,
                    waits[waits.length / 2],
                    waits[waits.length * 99 / 100],
                    contender.residentMebibytes());
        }

        void print(String workload, String scheduler) {
            System.out.printf(
                    "%-20s %-15s %8.0f %12.2f %10.0f %10.0f %8d%n",
                    workload, scheduler, podsPerSecond, cpuMillisPerPod, median, slowest, residentMebibytes);
        }
    }

    /**
     * Prints the report.
     *
     * @param args nodes, Pods, rounds; the program kube-scheduler; the scheduler's jar; if there are more, the workloads, all
     *     without
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int nodes = Integer.parseInt(args[0]);
        int pods = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        List<Workload> workloads = args.length == 5
                ? List.of(Workload.values())
                : Arrays.stream(args).skip(5).map(Workload::of).toList();
        Path folder = Files.createTempDirectory("kube-wasm-throughput-");
        try (BenchmarkCluster cluster = BenchmarkCluster.start(nodes);
                Contender blind = new BlindBinder(cluster.client(), nodes);
                Contender kubeScheduler =
                        SchedulerProgram.kubeScheduler(Path.of(args[3]), cluster.kubeconfig(), folder);
                Contender kubeWasm = SchedulerProgram.kubeWasm(Path.of(args[4]), cluster.kubeconfig(), folder)) {
            List<Contender> contenders = List.of(blind, kubeScheduler, kubeWasm);
            System.out.printf("%d nodes, %d Pods, %d rounds; logs in %s%n", nodes, pods, rounds, folder);
            System.out.printf(
                    "%-20s %-15s %8s %12s %10s %10s %8s%n",
                    "workload", "scheduler", "Pods/s", "CPU ms/Pod", "p50 ms", "p99 ms", "RSS MiB");
            for (int round = 0; round < kubeWasm.warmUpRounds(); round++) {
                for (Workload workload : workloads) {
                    for (Contender contender : contenders) {
                        if (round < contender.warmUpRounds()) {
                            run(cluster, contender, contenders, workload, pods);
                        }
                    }
                }
            }
            Map<Workload, Map<String, List<Run>>> runs = new EnumMap<>(Workload.class);
            for (int round = 0; round < rounds; round++) {
                for (Workload workload : workloads) {
                    for (Contender contender : contenders) {
                        Run run = run(cluster, contender, contenders, workload, pods);
                        run.print(workload.text(), contender.name());
                        runs.computeIfAbsent(workload, _ -> new LinkedHashMap<>())
                                .computeIfAbsent(contender.name(), _ -> new ArrayList<>())
                                .add(run);
                    }
                }
            }
            for (Workload workload : workloads) {
                for (Contender contender : List.of(kubeScheduler, kubeWasm)) {
                    arrivals(cluster, contender, contenders, workload)
                            .print(workload.text() + " " + ARRIVALS_PER_SECOND + "/s", contender.name());
                }
            }
            printRatios(runs, blind.name(), kubeScheduler.name(), kubeWasm.name());
        }
    }

    private static Run run(
            BenchmarkCluster cluster, Contender contender, List<Contender> all, Workload workload, int count)
            throws InterruptedException {
        List<Pod> pods = workload.pods(count, contender.schedulerName(), contender.readsWit());
        // Those that aren't measured don't watch what happens either.
        all.forEach(Contender::pause);
        cluster.create(pods);
        Duration cpu = contender.cpu();
        long start = System.nanoTime();
        contender.resume();
        await(cluster, contender, workload, count);
        Run run = Run.of(cluster, contender, start, cpu);
        cluster.clear();
        resumeOthers(all, contender);
        return run;
    }

    /** Pods come while the scheduler runs, at a rate that it keeps up with. */
    private static Run arrivals(BenchmarkCluster cluster, Contender contender, List<Contender> all, Workload workload)
            throws InterruptedException {
        List<Pod> pods = workload.pods(ARRIVALS, contender.schedulerName(), contender.readsWit());
        all.stream().filter(other -> other != contender).forEach(Contender::pause);
        Duration cpu = contender.cpu();
        long start = System.nanoTime();
        cluster.create(pods, ARRIVALS_PER_SECOND);
        await(cluster, contender, workload, ARRIVALS);
        Run run = Run.of(cluster, contender, start, cpu);
        cluster.clear();
        resumeOthers(all, contender);
        return run;
    }

    private static void await(BenchmarkCluster cluster, Contender contender, Workload workload, int count)
            throws InterruptedException {
        if (!cluster.awaitBound(GIVE_UP_AFTER_SECONDS)) {
            throw new IllegalStateException("%s bound %d of %d Pods (%s) within %d s: see its log"
                    .formatted(contender.name(), cluster.bound(), count, workload.text(), GIVE_UP_AFTER_SECONDS));
        }
    }

    /** They catch up with what they missed, outside of what is measured. */
    private static void resumeOthers(List<Contender> all, Contender measured) throws InterruptedException {
        all.stream().filter(other -> other != measured).forEach(Contender::resume);
        TimeUnit.SECONDS.sleep(2);
    }

    private static void printRatios(Map<Workload, Map<String, List<Run>>> runs, String blind, String peer, String own) {
        System.out.println();
        runs.forEach((workload, byName) -> {
            List<Run> theirs = of(byName, peer);
            List<Run> ours = of(byName, own);
            List<Run> ceiling = of(byName, blind);
            System.out.printf(
                    "%-20s Pods/s: %.2f x %s, %.2f of the ceiling; CPU per Pod: %.2f x (medians of ratios)%n",
                    workload.text(),
                    medianRatio(ours, theirs, Run::podsPerSecond),
                    peer,
                    medianRatio(ours, ceiling, Run::podsPerSecond),
                    medianRatio(ours, theirs, Run::cpuMillisPerPod));
        });
    }

    private static <K, V> V of(Map<K, V> runs, K key) {
        return Objects.requireNonNull(runs.get(key), () -> "no runs of " + key);
    }

    /** Of the runs of the same round. */
    private static double medianRatio(List<Run> ours, List<Run> theirs, ToDoubleFunction<Run> figure) {
        double[] ratios = IntStream.range(0, ours.size())
                .mapToDouble(i -> figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }
}
