package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Room that is free and of no use: of what is free of a resource on nodes in use, the share that a Pod drawn from this
 * cluster's doesn't find there because the node has too little of something. After Q. Weng et al., "Beware of Fragmentation:
 * Scheduling GPU-Sharing Workloads with Fragmentation Gradient Descent", USENIX ATC 2023, section 3.
 */
final class Fragmentation {
    private final List<Leftover> leftovers = new ArrayList<>();

    /**
     * What is free on a node.
     *
     * @param useless the share of Pods that don't fit there
     */
    private record Leftover(Resources free, double useless) {}

    /** Of these nodes. */
    Fragmentation(Snapshot snapshot, Collection<NodeName> used) {
        Map<Resources, Long> demands = new HashMap<>();
        long pods = 0;
        for (PodFacts pod : snapshot.pods().values()) {
            if (!pod.state().finished()) {
                demands.merge(pod.demand(), 1L, Long::sum);
                pods++;
            }
        }
        Shapes shapes = new Shapes(demands);
        for (NodeName name : used) {
            Resources free =
                    snapshot.node(name).map(node -> free(snapshot, node)).orElse(Resources.NONE);
            leftovers.add(new Leftover(free, (double) shapes.without(free) / Math.max(1, pods)));
        }
    }

    /** What Pods ask for, as numbers: each kind is held against each node. */
    private static final class Shapes {
        private final List<ResourceName> resources;
        private final long[][] asked;
        private final long[] pods;

        /** @param demands how many Pods ask for each */
        Shapes(Map<Resources, Long> demands) {
            this.resources = demands.keySet().stream()
                    .flatMap(demand -> demand.amounts().keySet().stream())
                    .distinct()
                    .toList();
            this.asked = new long[demands.size()][];
            this.pods = new long[demands.size()];
            int shape = 0;
            for (Map.Entry<Resources, Long> demand : demands.entrySet()) {
                asked[shape] = numbers(demand.getKey());
                pods[shape++] = demand.getValue();
            }
        }

        private long[] numbers(Resources amounts) {
            return resources.stream().mapToLong(amounts::get).toArray();
        }

        /** How many Pods don't fit in {@code free}. */
        long without(Resources free) {
            long[] left = numbers(free);
            long without = 0;
            for (int shape = 0; shape < asked.length; shape++) {
                without += fits(asked[shape], left) ? 0 : pods[shape];
            }
            return without;
        }

        private static boolean fits(long[] asked, long[] left) {
            for (int r = 0; r < asked.length; r++) {
                if (asked[r] > 0 && asked[r] > left[r]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Resources free(Snapshot snapshot, NodeFacts node) {
        Resources free = node.allocatable();
        for (PodFacts pod : snapshot.podsOn(node.name())) {
            free = free.minus(pod.demand());
        }
        return free;
    }

    /** The share of a resource, 0 to 1; 0 where nothing is free. */
    double of(ResourceName resource) {
        double free = 0;
        double lost = 0;
        for (Leftover leftover : leftovers) {
            double amount = Math.max(0, leftover.free().get(resource));
            free += amount;
            lost += amount * leftover.useless();
        }
        return free == 0 ? 0 : lost / free;
    }
}
