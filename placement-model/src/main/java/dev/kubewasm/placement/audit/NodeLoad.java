package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What bound Pods and those placed now take of the nodes that the latter are on. */
final class NodeLoad {
    /** Larger amounts count as this. */
    private static final long LARGEST = 1L << 47;

    private final Map<NodeFacts, Taken> nodes = new HashMap<>();

    /** Of one node. */
    private static final class Taken {
        private final Map<ResourceName, Long> before = new TreeMap<>();
        private final Map<ResourceName, Long> now = new TreeMap<>();
        private boolean vacant = true;
    }

    NodeLoad(Snapshot snapshot, List<PodFacts> bound, List<PodFacts> placed, Whereabouts where) {
        Map<NodeName, Taken> byName = new HashMap<>();
        for (PodFacts pod : placed) {
            Taken taken = byName.computeIfAbsent(where.of(pod), name -> new Taken());
            pod.requests().amounts().forEach((name, amount) -> taken.now.merge(name, limited(amount), Long::sum));
            taken.now.merge(ResourceName.PODS, 1L, Long::sum);
        }
        for (PodFacts pod : bound) {
            Taken taken = byName.get(where.of(pod));
            if (taken != null) {
                taken.vacant = false;
                pod.requests()
                        .amounts()
                        .forEach((resource, amount) -> taken.before.merge(resource, amount, NodeLoad::saturatingSum));
                taken.before.merge(ResourceName.PODS, 1L, NodeLoad::saturatingSum);
            }
        }
        byName.forEach((name, taken) -> nodes.put(snapshot.node(name).orElseThrow(), taken));
    }

    /** The nodes that had no Pods. */
    Set<NodeFacts> opened() {
        Set<NodeFacts> opened = new HashSet<>();
        nodes.forEach((node, taken) -> {
            if (taken.vacant) {
                opened.add(node);
            }
        });
        return opened;
    }

    /** For each resource of a node of which too much is asked: 1, and its share of all there is in permille. */
    long overflow() {
        long overflow = 0;
        for (Map.Entry<NodeFacts, Taken> entry : nodes.entrySet()) {
            for (Map.Entry<ResourceName, Long> asked : entry.getValue().now.entrySet()) {
                long has = limited(entry.getKey().allocatable().get(asked.getKey()));
                long free = free(entry.getKey(), entry.getValue(), asked.getKey());
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
        for (Map.Entry<NodeFacts, Taken> entry : nodes.entrySet()) {
            for (ResourceName resource : List.of(ResourceName.CPU, ResourceName.MEMORY)) {
                double has = limited(entry.getKey().allocatable().get(resource));
                if (has > 0) {
                    double taken = has - free(entry.getKey(), entry.getValue(), resource);
                    double asked = entry.getValue().now.getOrDefault(resource, 0L);
                    sum += square(taken + asked, has) - square(taken, has);
                }
            }
        }
        return sum;
    }

    private static long square(double taken, double has) {
        long permille = (long) Math.clamp(taken * 1000 / has, 0, 1_000_000);
        return permille * permille / 1000;
    }

    private static long free(NodeFacts node, Taken taken, ResourceName resource) {
        long has = node.allocatable().get(resource);
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
