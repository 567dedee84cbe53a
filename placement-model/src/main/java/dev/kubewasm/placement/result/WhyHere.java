package dev.kubewasm.placement.result;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.filter.Rejection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a placed Pod is where it is, the other Pods being where they are.
 *
 * @param pod the Pod
 * @param node where it is
 * @param runnerUp the next best node; absent if no other takes it
 * @param others why other nodes don't take it, and how many; a node may count for several resources
 */
public record WhyHere(PodKey pod, NodeName node, Optional<RunnerUp> runnerUp, Map<Rejection, Integer> others) {
    public WhyHere {
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /**
     * The best of the nodes that the Pod isn't on.
     *
     * @param node the node
     * @param parts the constraints in which the two differ, by name; none if the nodes are equally good
     */
    public record RunnerUp(NodeName node, List<Part> parts) {
        public RunnerUp {
            parts = List.copyOf(parts);
        }

        /** How much more the placement would lack with the Pod there: negative if it would be better. */
        public long worseBy() {
            return parts.stream().mapToLong(part -> part.there() - part.here()).sum();
        }
    }

    /**
     * A constraint in which two placements differ.
     *
     * @param constraint its name
     * @param here what it takes, with its weight, from the placement as it is
     * @param there what it would take with the Pod on the other node
     */
    public record Part(String constraint, long here, long there) {}
}
