package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.placement.solver.SoftConstraint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How few nodes are enough: 500 services as containers and as components, with links and without; and generated clusters
 * that need 100 nodes and more. Beside each number the lower bound that says how many there must be at least, and what
 * first fit takes in the order of the Pods.
 */
public final class ConsolidationReport {
    private static final int SERVICES = 500;

    /** Not published: chosen, with the node's memory, so that containers take the 40 nodes that are. */
    private static final int REPLICAS = 3;

    private static final long CPU_MILLI = 20;
    private static final Resources SERVICE_NODE = node(4_000, 5_630_000_000L, 250);
    private static final long CONTAINER = 148_000_000;
    private static final long COMPONENT = 7_200_000;

    private static final PlacementSettings FEWEST = new PlacementSettings(
            1,
            0,
            Duration.ofMinutes(5),
            new ConstraintWeights(Map.of(
                    SoftConstraint.NODE_IN_USE,
                    1000L,
                    SoftConstraint.BALANCE,
                    0L,
                    SoftConstraint.WORKLOAD_SPREAD,
                    0L)));

    private ConsolidationReport() {}

    /**
     * Runs it.
     *
     * @param args how many clusters to generate
     */
    public static void main(String[] args) {
        int clusters = Integer.parseInt(args[0]);
        System.out.printf(
                "%d services, %d replicas each, %d milli-CPU; nodes of %s%n",
                SERVICES, REPLICAS, CPU_MILLI, SERVICE_NODE.amounts());
        System.out.println("                                     Pods   nodes   at least   gap %  first fit");
        report("containers, 148 MB", services(CONTAINER, 1), SERVICE_NODE);
        report("components, 7.2 MB", services(COMPONENT, 1), SERVICE_NODE);
        report("components, linked in fives", services(COMPONENT, 5), SERVICE_NODE);
        double worst = 0;
        for (int i = 0; i < clusters; i++) {
            SplittableRandom random = new SplittableRandom(i);
            Resources shape = node(16_000, 64L << 30, 110);
            int target = 100 + 100 * i;
            worst = Math.max(worst, report("generated, seed " + i, generated(target, shape, random), shape));
        }
        System.out.printf("largest gap of the generated ones: %.2f %%%n", worst);
    }

    private static Resources node(long cpuMilli, long memory, long pods) {
        return Resources.of(cpuMilli, memory).with(ResourceName.PODS, pods);
    }

    /** Pods of all services, each group of {@code linked} services an application. */
    private static List<PodFacts> services(long memory, int linked) {
        GeneratedApplications applications = new GeneratedApplications(new SplittableRandom(1));
        List<PodFacts> pods = new ArrayList<>();
        while (pods.size() < SERVICES * REPLICAS) {
            applications.next(linked, REPLICAS).forEach(pod -> pods.add(plain(pod, Resources.of(CPU_MILLI, memory))));
        }
        return pods;
    }

    /** Pods of made-up sizes, a mix of small and large ones, that fill so many nodes. */
    private static List<PodFacts> generated(int target, Resources shape, SplittableRandom random) {
        GeneratedApplications applications = new GeneratedApplications(random);
        List<PodFacts> pods = new ArrayList<>();
        long cpuLeft = target * shape.get(ResourceName.CPU);
        long memoryLeft = target * shape.get(ResourceName.MEMORY);
        while (cpuLeft > 0 && memoryLeft > 0) {
            // 50m to 4 CPUs, small ones more often; 1 to 8 GiB a CPU.
            long cpu = Math.round(50 * Math.pow(80, random.nextDouble()));
            long memory = (long) (cpu * (double) (1L << 30) / 1000 * Math.pow(8, random.nextDouble()));
            pods.add(plain(applications.next(1, 1).getFirst(), Resources.of(cpu, memory)));
            cpuLeft -= cpu;
            memoryLeft -= memory;
        }
        Collections.shuffle(pods, new Random(random.nextLong()));
        return pods;
    }

    /** Another size, and no wish for a node. */
    private static PodFacts plain(PodFacts pod, Resources requests) {
        return new PodFacts(
                pod.key(),
                pod.uid(),
                pod.workload(),
                pod.labels(),
                requests,
                NodeRequirement.ANY,
                List.of(),
                pod.state(),
                pod.containers(),
                pod.links(),
                pod.priority(),
                pod.order());
    }

    private static double report(String what, List<PodFacts> pods, Resources shape) {
        long bound = LowerBound.nodes(pods, shape);
        List<NodeFacts> nodes = new ArrayList<>();
        for (int i = 0; i < bound * 3 / 2 + 10; i++) {
            String name = "node-%05d".formatted(i);
            nodes.add(new NodeFacts(
                    new NodeName(name),
                    new TreeMap<>(Map.of(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)),
                    List.of(),
                    false,
                    shape,
                    new HostCapabilities(Optional.of(GeneratedCluster.everything()), Optional.empty())));
        }
        PlacementResult result = new Placer()
                .place(
                        new Snapshot(nodes, pods),
                        pods.stream().map(PodFacts::key).toList(),
                        FEWEST);
        long used = result.outcomes().values().stream()
                .map(outcome -> outcome instanceof PodOutcome.Placed placed
                        ? placed.node().value()
                        : "unplaced")
                .distinct()
                .count();
        OnePodAtATime firstFit = OnePodAtATime.firstFit(nodes);
        firstFit.place(pods);
        double gap = 100.0 * (used - bound) / bound;
        System.out.printf(
                "%-34s %7d %7d %10d %7.2f %10d%n", what, pods.size(), used, bound, gap, firstFit.nodesInUse());
        return gap;
    }
}
