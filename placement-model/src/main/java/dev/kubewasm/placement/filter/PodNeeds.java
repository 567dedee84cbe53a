package dev.kubewasm.placement.filter;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.Toleration;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Pod asks of a node, apart from resources. Pods with equal needs are filtered once.
 *
 * @param nodes its node selector and affinity
 * @param tolerations its tolerations
 * @param components whether it runs components
 * @param linked whether it has required links to other Pods, or links between its containers
 * @param hostInterfaces what the node must supply
 * @param wasmFeatures what the node's engine must take
 * @param excluded {@link PodFacts#excluded}
 */
public record PodNeeds(
        NodeRequirement nodes,
        List<Toleration> tolerations,
        boolean components,
        boolean linked,
        List<InterfaceName> hostInterfaces,
        Set<WasmFeature> wasmFeatures,
        Map<NodeName, String> excluded) {
    /** The needs of a Pod that is kept from no node by other rules. */
    public PodNeeds(
            NodeRequirement nodes,
            List<Toleration> tolerations,
            boolean components,
            boolean linked,
            List<InterfaceName> hostInterfaces,
            Set<WasmFeature> wasmFeatures) {
        this(nodes, tolerations, components, linked, hostInterfaces, wasmFeatures, Map.of());
    }

    /** The needs of {@code pod}. */
    public static PodNeeds of(PodFacts pod, PodWiring wiring) {
        Set<InterfaceName> host = new LinkedHashSet<>();
        boolean[] linked = {false};
        wiring.forEach((container, imported, import_) -> {
            switch (import_) {
                case ImportWiring.Host(InterfaceName name) -> host.add(name);
                case ImportWiring.Container ignored -> linked[0] = true;
                case ImportWiring.Provider provider -> linked[0] |= provider.policy() == LinkPolicy.REQUIRED;
                case ImportWiring.Types ignored -> {}
                case ImportWiring.Unlinked ignored -> {}
                case ImportWiring.Failed ignored -> {}
            }
        });
        Set<WasmFeature> features = new TreeSet<>();
        pod.containers()
                .forEach(container ->
                        container.component().ifPresent(component -> features.addAll(component.wasmFeatures())));
        return new PodNeeds(
                pod.nodes(),
                pod.tolerations(),
                pod.hasComponents(),
                linked[0],
                new ArrayList<>(host),
                features,
                pod.excluded());
    }
}
