package dev.kubewasm.placement.solver;

import java.util.HashMap;
import java.util.Map;

/** A zone of nodes; equal only as one object. */
final class Zone {
    private final Map<Integer, Integer> replicas = new HashMap<>();

    /** Counts more bound Pods of {@code workload}. */
    void count(int workload, int more) {
        replicas.merge(workload, more, Integer::sum);
    }

    /** The number of bound Pods of {@code workload} (its number in the problem). */
    int replicas(int workload) {
        return replicas.getOrDefault(workload, 0);
    }
}
