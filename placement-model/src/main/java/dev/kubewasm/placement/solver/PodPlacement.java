package dev.kubewasm.placement.solver;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The planning entity: a pending Pod and the node it is placed on, if any. */
@PlanningEntity
public class PodPlacement {
    @PlanningId
    private int index;

    private @Nullable PendingPod pod;

    @PlanningVariable(allowsUnassigned = true)
    private @Nullable NodeSlot node;

    /** For Timefold, which clones entities. */
    public PodPlacement() {}

    PodPlacement(PendingPod pod) {
        this.index = pod.index();
        this.pod = pod;
    }

    /** The index of the Pod in the problem. */
    public int getIndex() {
        return index;
    }

    PendingPod pod() {
        return Objects.requireNonNull(pod, "an entity without its Pod");
    }

    /** Sets the index. */
    public void setIndex(int index) {
        this.index = index;
    }

    /**
     * The nodes that may be chosen; every move keeps to them. Timefold's value range is all nodes of the problem: it would
     * compare the ranges of all entities, which takes the product of Pods and nodes.
     */
    public List<NodeSlot> getCandidates() {
        return pod().candidates().nodes();
    }

    /** The node chosen, or null. */
    public @Nullable NodeSlot getNode() {
        return node;
    }

    /** Chooses a node. */
    public void setNode(@Nullable NodeSlot node) {
        this.node = node;
    }

    /** The node of a placed Pod. */
    NodeSlot placedOn() {
        return Objects.requireNonNull(node, "the Pod isn't placed");
    }

    @Override
    public String toString() {
        return pod() + " on " + node;
    }
}
