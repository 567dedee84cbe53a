package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeName;

/**
 * Where a bound Pod is that takes part in a rebalancing.
 *
 * @param home its node
 * @param movable whether it may go elsewhere; one that may not takes part for the sake of its links
 */
public record Residence(NodeName home, boolean movable) {}
