package dev.kubewasm.node;

import dev.kubewasm.placement.annotations.ConsumersAnnotation;
import dev.kubewasm.placement.annotations.LinksAnnotation;
import dev.kubewasm.placement.annotations.ProvidersAnnotation;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.Optional;

/**
 * Whether both sides of a link say that they want it. The scheduler has asked the same; but a Pod can be bound by others, with
 * whatever wiring they write.
 */
final class LinkConsent {
    private LinkConsent() {}

    /**
     * Why {@code consumer} is not to be linked to {@code workload} by what it says itself; empty if it may.
     *
     * @param wanted the interface that its import is of, or the import's name if that is of none
     */
    static Optional<String> refusal(PodFacts consumer, String wanted, WorkloadRef workload) {
        if (workload.equals(consumer.workload())) {
            return Optional.of("a Pod of " + workload.shortName() + " isn't linked to its own workload");
        }
        LinkSettings links = consumer.links();
        Optional<InterfaceName> name = InterfaceName.parse(wanted);
        LinkPolicy policy =
                name.map(links.policies()::of).orElseGet(() -> links.policies().general());
        if (policy == LinkPolicy.NONE) {
            return Optional.of("the Pod's annotation " + LinksAnnotation.KEY + " has it linked to no other Pod");
        }
        return name.flatMap(links.pins()::of)
                .filter(pin -> !pin.names(workload, consumer.key().namespace()))
                .map(pin -> "the Pod's annotation " + ProvidersAnnotation.KEY + " has it linked to " + pin + ", not to "
                        + workload.shortName());
    }

    /** Whether {@code provider} admits {@code consumer}. */
    static boolean admits(PodFacts provider, PodFacts consumer) {
        return provider.links().consumers().admit(consumer, provider.key().namespace());
    }

    /** That it doesn't. */
    static String notAdmitted(PodFacts provider) {
        return "Pod " + provider.key() + " doesn't admit it (its annotation " + ConsumersAnnotation.KEY
                + ", and its namespace)";
    }
}
