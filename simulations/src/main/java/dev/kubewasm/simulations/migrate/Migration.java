package dev.kubewasm.simulations.migrate;

import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.List;
import java.util.Optional;

/**
 * What is to be planned: workloads that run as containers at first and are made components one after the other.
 *
 * @param candidates the workloads, each once
 * @param steps so many are moved at most, 1 to {@value #MAX_STEPS}
 * @param by what is to be saved: the first that differs decides which workload is the next
 */
public record Migration(List<Candidate> candidates, int steps, List<Saving> by) {
    /** The most steps of a plan. */
    public static final int MAX_STEPS = 100;

    /** @throws IllegalArgumentException if there are no candidates, nothing is to be saved, or the steps are out of range */
    public Migration {
        candidates = List.copyOf(candidates);
        by = List.copyOf(by);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no workload is to be moved");
        }
        if (by.isEmpty()) {
            throw new IllegalArgumentException("nothing is to be saved");
        }
        if (steps < 1 || steps > MAX_STEPS) {
            throw new IllegalArgumentException("`steps` is " + steps + ", must be 1 to " + MAX_STEPS);
        }
    }

    /**
     * A workload and what each of its Pods requests as a component; as described where nothing is said.
     *
     * @param workload with a Pod
     * @param cpuMilli in milli-CPU
     * @param memoryBytes in bytes
     */
    public record Candidate(WorkloadRef workload, Optional<Long> cpuMilli, Optional<Long> memoryBytes) {}
}
