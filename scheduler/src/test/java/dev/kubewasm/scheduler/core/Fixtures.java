package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.LinkSettings;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pods and nodes for tests of the cycle. */
final class Fixtures {
    static final String NEEDS = "needs";
    static final String PROVIDES = "provides";

    private Fixtures() {}

    static PodKey key(String name) {
        return new PodKey("ns", name);
    }

    static NodeName node(String name) {
        return new NodeName(name);
    }

    static NodeFacts node(String name, long cpuMilli) {
        return new NodeFacts(
                new NodeName(name),
                new TreeMap<>(Map.of("kube-wasm/runtime", "jvm")),
                List.of(),
                false,
                Resources.of(cpuMilli, 1L << 30).with(ResourceName.PODS, 110),
                HostCapabilities.UNDECLARED);
    }

    /** An ordinary Pod; labels {@link #NEEDS} and {@link #PROVIDES} tie it to others for {@link NaivePlacement}. */
    static ObservedPod pod(String name, long cpuMilli, Map<String, String> labels) {
        return observed(name, cpuMilli, labels, List.of());
    }

    /** A Pod with one component whose WIT is this. */
    static ObservedPod component(String name, long cpuMilli, String wit) {
        return observed(
                name,
                cpuMilli,
                Map.of(),
                List.of(new ComponentReference(
                        "ns",
                        "main",
                        "registry.example.com/" + name,
                        Optional.of(new WitLocation.Inline("kube-wasm/wit", wit)),
                        Optional.empty())));
    }

    private static ObservedPod observed(
            String name, long cpuMilli, Map<String, String> labels, List<ComponentReference> components) {
        Uid uid = new Uid("unset");
        PodFacts facts = new PodFacts(
                key(name),
                uid,
                new WorkloadRef("ns", "Deployment", name, new Uid("workload-" + name)),
                new TreeMap<>(labels),
                Resources.of(cpuMilli, 1 << 20),
                NodeRequirement.ANY,
                List.of(),
                PodState.PENDING,
                List.of(new ContainerFacts("main", "registry.example.com/" + name, Optional.empty())),
                LinkSettings.DEFAULT,
                0,
                0);
        return new ObservedPod(facts, true, false, components, List.of(), Optional.empty());
    }
}
