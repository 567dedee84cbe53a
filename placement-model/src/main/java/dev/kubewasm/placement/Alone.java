package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.wiring.DecidedWiring;
import java.util.function.Predicate;

/**
 * What there is to know of a Pod without links for one that places it by other rules.
 *
 * @param nodes whether a node, resources aside, takes the Pod
 * @param wiring the same on every node
 */
public record Alone(Predicate<NodeName> nodes, DecidedWiring wiring) {
    /** Whether the node takes the Pod, resources aside. */
    public boolean takes(NodeName node) {
        return nodes.test(node);
    }
}
