package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far a batch's placement is from what a long search finds, where many soft constraints weigh: preferred links with
 * traffic, replicas over zones, costs of nodes, images. Batches of several sizes on one cluster that is half full, each placed
 * with the scheduler's settings and with many steps of local search; all nodes are looked at, scores are the auditor's.
 */
public final class BatchGapReport {
    private static final ConstraintWeights WEIGHTS = ConstraintWeights.DEFAULT;

    private BatchGapReport() {}

    /**
     * Runs it.
     *
     * @param args nodes, steps of the long search, batches of each size, and the sizes
     */
    public static void main(String[] args) {
        int nodeCount = Integer.parseInt(args[0]);
        int steps = Integer.parseInt(args[1]);
        int batches = Integer.parseInt(args[2]);
        System.out.println(
                "  Pods  batches   unplaced  searched     soft score    searched   gap %  worst %    CPU ms");
        for (int i = 3; i < args.length; i++) {
            int size = Integer.parseInt(args[i]);
            Gaps gaps = new Gaps();
            for (int batch = 0; batch < batches; batch++) {
                gaps.add(nodeCount, size, steps, batch);
            }
            gaps.print(size);
        }
    }

    private static final class Gaps {
        private final Placer placer = new Placer();
        private final Timings timings = new Timings();
        private int count;
        private long unplaced;
        private long unplacedSearched;
        private long soft;
        private long softSearched;
        private double worst;

        void add(int nodeCount, int size, int steps, long seed) {
            SplittableRandom random = new SplittableRandom(1000L * size + seed);
            MixedCluster cluster = new MixedCluster(random);
            List<NodeFacts> nodes = cluster.nodes(nodeCount);
            // Every fourth node stays vacant: opening it has its cost.
            List<NodeFacts> used = nodes.subList(0, 3 * nodeCount / 4);
            List<PodFacts> bound = bound(used, cluster, random, 6 * nodeCount);
            List<PodFacts> pending = new ArrayList<>();
            while (pending.size() < size) {
                pending.addAll(cluster.next());
            }
            List<PodFacts> all = new ArrayList<>(bound);
            all.addAll(pending);
            Snapshot snapshot = new Snapshot(nodes, all);
            List<PodKey> keys = pending.stream().map(PodFacts::key).toList();
            PlacementSettings online = PlacementSettings.DEFAULT.forBatch(keys.size());
            PlacementSettings search = new PlacementSettings(seed, steps, Duration.ofHours(1), WEIGHTS);
            PlacementResult ours = timings.time(() -> placer.place(snapshot, keys, online));
            Score found = Clusters.score(snapshot, ours, WEIGHTS);
            Score searched = Clusters.score(snapshot, new Placer().place(snapshot, keys, search), WEIGHTS);
            count++;
            unplaced += -found.medium();
            unplacedSearched += -searched.medium();
            soft += found.soft();
            softSearched += searched.soft();
            worst = Math.max(worst, gap(found.soft(), searched.soft()));
        }

        private static double gap(long found, long best) {
            return 100.0 * (best - found) / Math.max(1, Math.abs(best));
        }

        void print(int size) {
            System.out.printf(
                    "%6d  %7d  %9d %9d  %13d %11d  %6.2f  %7.2f  %8.1f%n",
                    size,
                    count,
                    unplaced,
                    unplacedSearched,
                    soft,
                    softSearched,
                    gap(soft, softSearched),
                    worst,
                    timings.medianCpu());
        }
    }

    private static List<PodFacts> bound(
            List<NodeFacts> nodes, MixedCluster cluster, SplittableRandom random, int count) {
        List<PodFacts> pending = new ArrayList<>();
        while (pending.size() < count) {
            pending.addAll(cluster.next());
        }
        PlacementSettings start = new PlacementSettings(random.nextInt(), 0, Duration.ofHours(1), WEIGHTS);
        PlacementResult result = new Placer()
                .place(
                        new Snapshot(nodes, pending),
                        pending.stream().map(PodFacts::key).toList(),
                        start);
        List<PodFacts> bound = new ArrayList<>();
        for (PodFacts pod : pending) {
            if (result.of(pod.key()) instanceof PodOutcome.Placed placed) {
                bound.add(Clusters.bound(pod, placed.node()));
            }
        }
        return bound;
    }
}
