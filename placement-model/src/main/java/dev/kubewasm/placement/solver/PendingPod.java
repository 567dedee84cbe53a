package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.PodKey;
import java.util.Optional;

/**
 * What the solver knows of a Pod to place; never changes while it solves.
 *
 * @param index its place in the problem
 * @param key its name
 * @param workload number of its workload in the problem
 * @param demand what it takes
 * @param unplacedWeight what it costs to leave it unplaced
 * @param priority higher goes first
 * @param order of two of one priority, the lower goes first
 * @param candidates where it may go
 * @param preferences what it prefers
 * @param home the node it is bound to, if it takes part in a rebalancing
 */
public record PendingPod(
        int index,
        PodKey key,
        int workload,
        Demand demand,
        long unplacedWeight,
        int priority,
        long order,
        Candidates candidates,
        NodePreferences preferences,
        Optional<NodeSlot> home) {
    /** Whether it would have to be evicted to run on {@code node}. */
    boolean isAwayOn(NodeSlot node) {
        return home.isPresent() && home.get() != node;
    }

    /** What the soft constraints take for the Pod on a node, those that look at nothing else placed just now. */
    long costOn(NodeSlot node, ConstraintWeights weights) {
        return weights.of(SoftConstraint.PREFERRED_NODE_AFFINITY) * preferences.unmetAffinity(node)
                + weights.of(SoftConstraint.DISCOURAGING_TAINT) * preferences.discouragingTaints(node)
                + weights.of(SoftConstraint.IMAGE_LOCALITY) * preferences.missingImages(node)
                + weights.of(SoftConstraint.WORKLOAD_SPREAD) * node.replicas(workload);
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
