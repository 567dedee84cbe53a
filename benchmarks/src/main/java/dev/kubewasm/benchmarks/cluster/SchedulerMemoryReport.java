package dev.kubewasm.benchmarks.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What memory kube-scheduler and Kube-Wasm take with a large cluster in their caches: each is started on a cluster that has
 * nodes and bound Pods already, half of them components in groups of four, binds some Pods more and comes to rest.
 */
public final class SchedulerMemoryReport {
    private static final int BOUND_BY_EACH = 1_000;
    private static final long GIVE_UP_AFTER_SECONDS = 300;

    private SchedulerMemoryReport() {}

    /**
     * Prints the report.
     *
     * @param args nodes, Pods; the program kube-scheduler; the scheduler's jar
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int nodes = Integer.parseInt(args[0]);
        int pods = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("kube-wasm-memory-");
        try (BenchmarkCluster cluster = BenchmarkCluster.start(nodes)) {
            cluster.create(bound(pods, nodes));
            System.out.printf("%d nodes, %d Pods bound; logs in %s%n", nodes, pods, folder);
            System.out.printf("%-15s %12s %14s%n", "scheduler", "RSS MiB", "live heap MiB");
            try (Contender peer = SchedulerProgram.kubeScheduler(Path.of(args[2]), cluster.kubeconfig(), folder)) {
                bindSome(cluster, peer, pods);
                System.out.printf("%-15s %12d%n", peer.name(), peer.residentMebibytes());
            }
            try (SchedulerProgram own = SchedulerProgram.kubeWasm(Path.of(args[3]), cluster.kubeconfig(), folder)) {
                bindSome(cluster, own, pods);
                long resident = own.residentMebibytes();
                System.out.printf("%-15s %12d %14d%n", own.name(), resident, own.liveHeapMebibytes());
            }
        }
    }

    /** Created with a node: nobody need bind them. */
    private static List<Pod> bound(int count, int nodes) {
        List<Pod> pods = new ArrayList<>(Workload.INDEPENDENT.pods(count / 2, "default-scheduler", false));
        pods.addAll(Workload.GROUPS.pods(count - count / 2, "kube-wasm", true));
        List<Pod> bound = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bound.add(new PodBuilder(pods.get(i))
                    .editMetadata()
                    .withName("bound-" + i)
                    .endMetadata()
                    .editSpec()
                    .withNodeName("node-" + i / 4 % nodes)
                    .endSpec()
                    .build());
        }
        return bound;
    }

    /** @param before how many are bound: the groups are others than theirs, whose exports would be in question */
    private static void bindSome(BenchmarkCluster cluster, Contender scheduler, int before)
            throws InterruptedException {
        List<Pod> some = Workload.GROUPS
                .pods(before + BOUND_BY_EACH, scheduler.schedulerName(), scheduler.readsWit())
                .subList(before, before + BOUND_BY_EACH)
                .stream()
                .map(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withName(scheduler.name() + "-" + pod.getMetadata().getName())
                        .endMetadata()
                        .build())
                .toList();
        cluster.create(some);
        if (!cluster.awaitBound(GIVE_UP_AFTER_SECONDS)) {
            throw new IllegalStateException("%s bound %d of %d Pods within %d s: see its log"
                    .formatted(scheduler.name(), cluster.bound(), BOUND_BY_EACH, GIVE_UP_AFTER_SECONDS));
        }
        scheduler.awaitQuiet();
    }
}
