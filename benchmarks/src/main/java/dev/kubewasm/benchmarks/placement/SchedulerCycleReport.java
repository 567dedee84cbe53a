package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.scheduler.core.Scheduler;
import dev.kubewasm.scheduler.core.SchedulerObserver;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The scheduler's cycle on a cluster in memory, nothing but decisions: Pods that wait are decided about and bound, in one
 * cycle. Three kinds: independent Pods; groups of four tied to one node by required Pod affinity, one Pod after the other by
 * kube-scheduler's rules, the peer; groups of four linked components. Each in a fresh process, after a warm-up.
 */
public final class SchedulerCycleReport {
    private static final int GROUP = 4;
    private static final int WARM_UP = 1000;

    private SchedulerCycleReport() {}

    /**
     * Runs it.
     *
     * @param args nodes, Pods, and which: {@code independent}, {@code affinity} or {@code linked}
     */
    public static void main(String[] args) {
        int nodes = Integer.parseInt(args[0]);
        int pods = Integer.parseInt(args[1]);
        String kind = args[2];
        run(nodes, Math.min(WARM_UP, pods), kind, new Timings());
        Timings timings = new Timings();
        int bound = run(nodes, pods, kind, timings);
        System.out.printf(
                "%-12s %6d %7d %7d  %9.0f  %9.3f%n",
                kind, nodes, pods, bound, pods / timings.medianWall() * 1000, timings.medianCpu() / pods);
    }

    private static int run(int nodeCount, int podCount, String kind, Timings timings) {
        SplittableRandom random = new SplittableRandom(1);
        List<NodeFacts> nodes = GeneratedCluster.nodes(nodeCount, 400, random);
        MemoryCluster cluster = new MemoryCluster(nodes, pods(podCount, kind, random));
        try (Scheduler scheduler = new Scheduler(
                cluster,
                cluster,
                SchedulerSettings.DEFAULT,
                InstantSource.fixed(Instant.EPOCH),
                SchedulerObserver.NONE)) {
            timings.time(scheduler::runCycle);
        }
        return cluster.bound();
    }

    private static List<MemoryCluster.Wanting> pods(int count, String kind, SplittableRandom random) {
        GeneratedApplications applications = new GeneratedApplications(random);
        List<MemoryCluster.Wanting> pods = new ArrayList<>();
        while (pods.size() < count) {
            int group = pods.size() / GROUP;
            for (PodFacts pod : applications.next(GROUP, 1)) {
                pods.add(
                        switch (kind) {
                            case "independent" -> MemoryCluster.Wanting.alone(pod, Map.of(), PodAffinity.NONE);
                            case "affinity" ->
                                MemoryCluster.Wanting.alone(
                                        pod,
                                        Map.of("group", "g" + group),
                                        near(pod.key().namespace(), "g" + group));
                            case "linked" -> MemoryCluster.Wanting.linked(pod);
                            default ->
                                throw new IllegalArgumentException(
                                        kind + " is none of independent, affinity and linked");
                        });
            }
        }
        return pods.subList(0, count);
    }

    /** On the node of the others of its group. */
    private static PodAffinity near(String namespace, String group) {
        LabelSelector members = new LabelSelector(List.of(new Requirement("group", Operator.IN, List.of(group))));
        AffinityTerm term = new AffinityTerm(Set.of(namespace), Optional.empty(), members, SpreadConstraint.HOSTNAME);
        return new PodAffinity(List.of(term), List.of(), List.of(), List.of());
    }
}
