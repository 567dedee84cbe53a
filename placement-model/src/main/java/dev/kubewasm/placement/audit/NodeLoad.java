package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What bound Pods and those placed now take of the nodes that the latter are on. */
final class NodeLoad {
    /** Larger amounts count as this. */
    private static final long LARGEST = 1L << 47;

    private final List<Taken> nodes;

    /** Of one node. */
    private static final class Taken {
        private final NodeFacts node;
        private final Map<ResourceName, Long> before = new TreeMap<>();
        private final Map<ResourceName, Long> now = new TreeMap<>();
        private boolean vacant = true;

        Taken(NodeFacts node) {
            this.node = node;
        }
    }

    NodeLoad(Snapshot snapshot, List<PodFacts> placed, Whereabouts where) {
        Map<NodeName, Taken> byName = new HashMap<>();
        for (PodFacts pod : placed) {
            Taken taken = byName.computeIfAbsent(
                    where.of(pod), name -> new Taken(snapshot.node(name).orElseThrow()));
            pod.requests().amounts().forEach((name, amount) -> taken.now.merge(name, limited(amount), Long::sum));
            taken.now.merge(ResourceName.PODS, 1L, Long::sum);
        }
        byName.forEach((name, taken) -> {
            for (PodFacts pod : where.boundOn(name)) {
                taken.vacant = false;
                pod.requests()
                        .amounts()
                        .forEach((resource, amount) -> taken.before.merge(resource, amount, NodeLoad::saturatingSum));
                taken.before.merge(ResourceName.PODS, 1L, NodeLoad::saturatingSum);
            }
        });
        this.nodes = List.copyOf(byName.values());
    }

    /** The nodes that had no Pods. */
    List<NodeFacts> opened() {
        return nodes.stream()
                .filter(taken -> taken.vacant)
                .map(taken -> taken.node)
                .toList();
    }

    /** For each resource of a node of which too much is asked: 1, and its share of all there is in permille. */
    long overflow() {
        long overflow = 0;
        for (Taken taken : nodes) {
            for (Map.Entry<ResourceName, Long> asked : taken.now.entrySet()) {
                long has = limited(taken.node.allocatable().get(asked.getKey()));
                long free = free(taken, asked.getKey());
                if (asked.getValue() > 0 && asked.getValue() > free) {
                    double tooMuch = (double) asked.getValue() - free;
                    overflow += 1 + (long) Math.min(1_000_000, tooMuch * 1000 / Math.max(1, has));
                }
            }
        }
        return overflow;
    }

    /** What the Pods placed now add to the sum of squares of the shares taken of CPU and memory, in permille. */
    long imbalance() {
        long sum = 0;
        for (Taken taken : nodes) {
            for (ResourceName resource : List.of(ResourceName.CPU, ResourceName.MEMORY)) {
                double has = limited(taken.node.allocatable().get(resource));
                if (has > 0) {
                    double before = has - free(taken, resource);
                    double asked = taken.now.getOrDefault(resource, 0L);
                    sum += square(before + asked, has) - square(before, has);
                }
            }
        }
        return sum;
    }

    private static long square(double taken, double has) {
        long permille = (long) Math.clamp(taken * 1000 / has, 0, 1_000_000);
        return permille * permille / 1000;
    }

    private static long free(Taken taken, ResourceName resource) {
        long has = taken.node.allocatable().get(resource);
        return limited(saturatingSum(has, -taken.before.getOrDefault(resource, 0L)));
    }

    private static long limited(long amount) {
        return Math.max(-LARGEST, Math.min(LARGEST, amount));
    }

    private static long saturatingSum(long a, long b) {
        double sum = (double) a + b;
        return Math.abs(sum) < 9e18 ? a + b : (long) sum;
    }
}
