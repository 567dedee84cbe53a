package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import java.util.List;
import java.util.Set;

/**
 * A pending consumer with what would have to come to a node with it: placed all together or not at all.
 *
 * @param node the node
 * @param members a pending Pod of each required provider that the node lacks, transitively, and last the consumer
 * @param hosts the Pods on the node that serve a member or, transitively, each other: if they leave it, the consumer lacks a
 *     provider there
 */
public record LinkGroup(NodeName node, List<PodKey> members, Set<PodKey> hosts) {
    public LinkGroup {
        members = List.copyOf(members);
        hosts = Set.copyOf(hosts);
    }
}
