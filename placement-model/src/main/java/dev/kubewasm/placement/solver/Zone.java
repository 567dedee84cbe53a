package dev.kubewasm.placement.solver;

import java.util.HashMap;
import java.util.Map;

/** A zone of nodes; equal only as one object. */
final class Zone {
    private final Map<Integer, Integer> replicas = new HashMap<>();

    /** Counts one more bound Pod of {@code workload}. */
    void count(int workload) {
        replicas.merge(workload, 1, Integer::sum);
    }

    /** The number of bound Pods of {@code workload} (its number in the problem). */
    int replicas(int workload) {
        return replicas.getOrDefault(workload, 0);
    }
}
