package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.filter.PodNeeds;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import java.util.List;

/**
 * What a Pod wants of a node.
 *
 * @param pod the Pod
 * @param needs of the node itself
 * @param demand its own, and that of Pods that must be there and don't exist yet
 * @param required who must be there too
 */
record Want(PodFacts pod, PodNeeds needs, Resources demand, List<ImportWiring.Provider> required) {
    Want {
        required = List.copyOf(required);
    }

    /** What {@code pod} wants if it were wired so. */
    static Want of(PodFacts pod, PodWiring wiring) {
        return new Want(
                pod,
                PodNeeds.of(pod, wiring),
                pod.demand(),
                wiring.links().stream()
                        .map(PodWiring.Link::provider)
                        .filter(provider -> provider.policy() == LinkPolicy.REQUIRED)
                        .distinct()
                        .toList());
    }

    /** The same with so much more. */
    Want plus(Resources more) {
        return new Want(pod, needs, demand.plus(more), required);
    }

    /** The same asking other things of the node. */
    Want with(PodNeeds other) {
        return new Want(pod, other, demand, required);
    }
}
