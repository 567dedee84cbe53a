package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Pods cost on each node by themselves, worked out once for those alike; by index of the node. */
final class PodWishes {
    private final List<NodeSlot> nodes;
    private final ConstraintWeights weights;
    private final Map<Alike, long[]> known = new HashMap<>();

    PodWishes(PlacementSolution solution) {
        this.nodes = solution.problem().nodes();
        this.weights = solution.weighing();
    }

    /** Equal as objects: Pods alike share candidates and preferences. */
    private record Alike(int workload, Candidates candidates, NodePreferences preferences) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Alike alike
                    && workload == alike.workload
                    && candidates == alike.candidates
                    && preferences == alike.preferences;
        }

        @Override
        public int hashCode() {
            return workload;
        }
    }

    /** Of one Pod, on the nodes that it may go to; not to be changed. */
    long[] of(PendingPod pod) {
        return known.computeIfAbsent(new Alike(pod.workload(), pod.candidates(), pod.preferences()), _ -> {
            long[] wishes = new long[nodes.size()];
            BitSet allowed = pod.candidates().indices();
            for (int node = allowed.nextSetBit(0); node >= 0; node = allowed.nextSetBit(node + 1)) {
                wishes[node] = pod.costOn(nodes.get(node), weights);
            }
            return wishes;
        });
    }
}
