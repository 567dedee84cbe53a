package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.filter.NodeFilter;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What each node costs a Pod in unmet preferences; by index of the node, empty arrays where there are none at all. */
public final class NodePreferences {
    private static final int[] NOTHING = {};

    private final int[] unmetAffinity;
    private final int[] discouragingTaints;
    private final int[] missingImages;

    private NodePreferences(int[] unmetAffinity, int[] discouragingTaints, int[] missingImages) {
        this.unmetAffinity = unmetAffinity;
        this.discouragingTaints = discouragingTaints;
        this.missingImages = missingImages;
    }

    /**
     * The preferences of a Pod.
     *
     * @param pod with those of its images that some node has
     * @param anyDiscouraging whether a node has a taint that discourages
     */
    static NodePreferences of(Preferring pod, List<NodeFacts> nodes, boolean anyDiscouraging) {
        return new NodePreferences(
                pod.nodes().preferred().isEmpty()
                        ? NOTHING
                        : each(nodes, node -> NodeFilter.unmetPreferences(pod.nodes(), node)),
                anyDiscouraging ? each(nodes, node -> NodeFilter.discouragingTaints(pod.tolerations(), node)) : NOTHING,
                pod.images().isEmpty() ? NOTHING : each(nodes, node -> missing(pod.images(), node)));
    }

    /**
     * What makes a Pod prefer nodes; Pods that are equal in it share their preferences.
     *
     * @param images of its containers, those that some node has; an image of two containers counts twice
     */
    record Preferring(NodeRequirement nodes, List<Toleration> tolerations, List<String> images) {
        static Preferring of(PodFacts pod, Set<String> known) {
            List<String> images = known.isEmpty()
                    ? List.of()
                    : pod.containers().stream()
                            .map(ContainerFacts::image)
                            .filter(known::contains)
                            .toList();
            return new Preferring(pod.nodes(), pod.tolerations(), images);
        }
    }

    private static int[] each(List<NodeFacts> nodes, ToIntFunction<NodeFacts> cost) {
        return nodes.stream().mapToInt(cost).toArray();
    }

    private static int missing(List<String> images, NodeFacts node) {
        return (int)
                images.stream().filter(image -> !node.images().contains(image)).count();
    }

    int unmetAffinity(NodeSlot node) {
        return at(unmetAffinity, node);
    }

    int discouragingTaints(NodeSlot node) {
        return at(discouragingTaints, node);
    }

    int missingImages(NodeSlot node) {
        return at(missingImages, node);
    }

    private static int at(int[] costs, NodeSlot node) {
        return costs.length == 0 ? 0 : costs[node.index()];
    }

    /** Whether it minds the soft constraint at all. */
    boolean minds(SoftConstraint constraint) {
        return switch (constraint) {
            case PREFERRED_NODE_AFFINITY -> unmetAffinity.length > 0;
            case DISCOURAGING_TAINT -> discouragingTaints.length > 0;
            case IMAGE_LOCALITY -> missingImages.length > 0;
            default -> false;
        };
    }
}
