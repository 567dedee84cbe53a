package dev.kubewasm.simulations.whatif;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.InterfacePattern;
import dev.kubewasm.placement.facts.LinkPolicies;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.simulations.situation.Situation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the Pods of some workloads ordinary containers: they have no components, and nobody is linked to them. */
final class Containers {
    private final Set<WorkloadRef> workloads;
    private final WiringGraph wiring;

    private Containers(Set<WorkloadRef> workloads, WiringGraph wiring) {
        this.workloads = workloads;
        this.wiring = wiring;
    }

    /** Whom they are called by and whom they call is told by the wiring of {@code situation}. */
    static Situation apply(Set<WorkloadRef> workloads, Situation situation) {
        Containers containers = new Containers(workloads, Wirer.wire(situation.snapshot()));
        return Changes.pods(situation, containers::touches, containers::changed, info -> info);
    }

    private boolean touches(PodFacts pod) {
        return workloads.contains(pod.workload())
                || !providersAmong(wiring.of(pod.key()).links()).isEmpty();
    }

    private List<ImportWiring.Provider> providersAmong(List<PodWiring.Link> links) {
        return links.stream()
                .map(PodWiring.Link::provider)
                .filter(provider -> workloads.contains(provider.workload()))
                .toList();
    }

    private PodFacts changed(PodFacts pod) {
        if (workloads.contains(pod.workload())) {
            return pod.withContainers(pod.containers().stream()
                    .map(container -> new ContainerFacts(container.name(), container.image(), Optional.empty()))
                    .toList());
        }
        LinkSettings links = pod.links();
        Map<InterfacePattern, LinkPolicy> policies =
                new LinkedHashMap<>(links.policies().byPattern());
        providersAmong(wiring.of(pod.key()).links())
                .forEach(provider -> policies.put(new InterfacePattern.OfInterface(provider.name()), LinkPolicy.NONE));
        return Changes.withLinks(
                pod,
                new LinkSettings(
                        new LinkPolicies(policies, links.policies().otherwise()),
                        links.pins(),
                        links.consumers(),
                        links.traffic()));
    }
}
