package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.WorkloadRef;
import java.util.BitSet;
import java.util.List;

/** The Pods that may serve a link: those of one workload that qualify. */
public final class ProviderSet {
    private final int id;
    private final WorkloadRef workload;
    private final BitSet boundNodes;
    private final BitSet currentNodes;
    private final List<Integer> pending;

    /**
     * A set.
     *
     * @param id its place in the problem
     * @param workload whose Pods they are
     * @param boundNodes indices of the nodes that host one already
     * @param currentNodes indices of those among them that host one of a revision that is being placed
     * @param pending indices of those to place, in the order they go
     */
    ProviderSet(int id, WorkloadRef workload, BitSet boundNodes, BitSet currentNodes, List<Integer> pending) {
        this.id = id;
        this.workload = workload;
        this.boundNodes = (BitSet) boundNodes.clone();
        this.currentNodes = (BitSet) currentNodes.clone();
        this.pending = List.copyOf(pending);
    }

    int id() {
        return id;
    }

    WorkloadRef workload() {
        return workload;
    }

    boolean boundOn(NodeSlot node) {
        return boundNodes.get(node.index());
    }

    /** Whether the node hosts one that stays when what is being placed is there: not one that a roll-out replaces. */
    boolean currentOn(NodeSlot node) {
        return currentNodes.get(node.index());
    }

    BitSet boundNodes() {
        return (BitSet) boundNodes.clone();
    }

    /** Adds the nodes that host one already to {@code nodes}. */
    void addBoundNodes(BitSet nodes) {
        nodes.or(boundNodes);
    }

    List<Integer> pending() {
        return pending;
    }

    @Override
    public String toString() {
        return workload.toString();
    }
}
