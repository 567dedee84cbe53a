package dev.kubewasm.placement.solver;

import java.util.BitSet;
import java.util.List;

/**
 * The nodes a pending Pod may be placed on; Pods alike share one.
 *
 * @param nodes in the order of the problem
 * @param indices their indices
 */
public record Candidates(List<NodeSlot> nodes, BitSet indices) {
    public Candidates {
        nodes = List.copyOf(nodes);
    }

    static Candidates of(BitSet indices, List<NodeSlot> all) {
        return new Candidates(indices.stream().mapToObj(all::get).toList(), indices);
    }

    boolean contains(NodeSlot node) {
        return indices.get(node.index());
    }
}
