package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One offline start in a fresh process: wiring, filters, the constructive start, decisions and audit for Pods in link
 * groups on an empty cluster, beside first fit, which knows no links, on the same. The script runs it for each size.
 */
public final class ScaleReport {
    /** How many Pods of the generator's mean size fill a node of its mean size to about two thirds. */
    private static final int PODS_OF_A_NODE = 30;

    private static final PlacementSettings START =
            new PlacementSettings(1, 0, Duration.ofMinutes(9), ConstraintWeights.DEFAULT);

    private ScaleReport() {}

    /**
     * Runs it.
     *
     * @param args nodes and Pods
     */
    public static void main(String[] args) {
        int nodeCount = Integer.parseInt(args[0]);
        int podCount = Integer.parseInt(args[1]);
        SplittableRandom random = new SplittableRandom(1);
        int percent = Math.max(100, 100 * podCount / nodeCount / PODS_OF_A_NODE);
        List<NodeFacts> nodes = GeneratedCluster.nodes(nodeCount, percent, random);
        GeneratedApplications applications = new GeneratedApplications(random);
        List<PodFacts> pods = new ArrayList<>();
        while (pods.size() < podCount) {
            pods.addAll(applications.next(random.nextInt(1, 4)));
        }
        List<PodKey> keys = pods.stream().map(PodFacts::key).toList();
        Timings ours = new Timings();
        PlacementResult result = ours.time(() -> new Placer().place(new Snapshot(nodes, pods), keys, START));
        long placed = result.outcomes().values().stream()
                .filter(PodOutcome.Placed.class::isInstance)
                .count();
        Timings peer = new Timings();
        int peerPlaced = peer.time(() -> OnePodAtATime.firstFit(nodes).place(pods));
        System.out.printf(
                "%6d %7d  %8.2f %8.2f  %7d  %8.2f %7d  %6.2f%n",
                nodeCount,
                pods.size(),
                ours.medianWall() / 1000,
                ours.medianCpu() / 1000,
                pods.size() - placed,
                peer.medianCpu() / 1000,
                pods.size() - peerPlaced,
                ours.medianCpu() / peer.medianCpu());
    }
}
