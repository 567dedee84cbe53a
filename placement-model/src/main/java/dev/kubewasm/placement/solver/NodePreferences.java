package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.filter.NodeFilter;
import java.util.List;

/** What each node costs a Pod in unmet preferences; by index of the node, empty arrays where there are none at all. */
public final class NodePreferences {
    private final int[] unmetAffinity;
    private final int[] discouragingTaints;

    private NodePreferences(int[] unmetAffinity, int[] discouragingTaints) {
        this.unmetAffinity = unmetAffinity;
        this.discouragingTaints = discouragingTaints;
    }

    static final NodePreferences NONE = new NodePreferences(new int[0], new int[0]);

    static NodePreferences of(PodFacts pod, List<NodeFacts> nodes, boolean anyDiscouraging) {
        boolean prefers = !pod.nodes().preferred().isEmpty();
        if (!prefers && !anyDiscouraging) {
            return NONE;
        }
        return new NodePreferences(
                nodes.stream()
                        .mapToInt(node -> NodeFilter.unmetPreferences(pod.nodes(), node))
                        .toArray(),
                nodes.stream()
                        .mapToInt(node -> NodeFilter.discouragingTaints(pod.tolerations(), node))
                        .toArray());
    }

    int unmetAffinity(NodeSlot node) {
        return unmetAffinity.length == 0 ? 0 : unmetAffinity[node.index()];
    }

    int discouragingTaints(NodeSlot node) {
        return discouragingTaints.length == 0 ? 0 : discouragingTaints[node.index()];
    }
}
