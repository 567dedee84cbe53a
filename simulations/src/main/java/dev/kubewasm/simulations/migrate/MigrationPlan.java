package dev.kubewasm.simulations.migrate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * In which order workloads become components, and what that leaves.
 *
 * @param strategy which places the Pods
 * @param by names of what is to be saved, the first that differs decides
 * @param asContainers while all of them are containers
 * @param steps in their order
 */
@JsonPropertyOrder({"strategy", "by", "asContainers", "steps"})
public record MigrationPlan(String strategy, List<String> by, Standing asContainers, List<Step> steps) {
    public MigrationPlan {
        by = List.copyOf(by);
        steps = List.copyOf(steps);
    }

    /**
     * A workload becomes a component.
     *
     * @param workload {@code namespace/kind/name}
     * @param pods how many Pods it has
     * @param after what the cluster takes then
     */
    @JsonPropertyOrder({"workload", "pods", "after"})
    public record Step(String workload, int pods, Standing after) {}
}
