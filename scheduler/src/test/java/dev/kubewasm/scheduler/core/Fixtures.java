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
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.HostPort;
import dev.kubewasm.scheduler.framework.Importance;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodLife;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentReference.WitLocation;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import java.util.Collections;
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

    static ObservedPod withPriority(ObservedPod pod, int priority) {
        PodFacts f = pod.facts();
        return InMemoryCluster.withFacts(
                pod,
                new PodFacts(
                        f.key(),
                        f.uid(),
                        f.workload(),
                        f.labels(),
                        f.requests(),
                        f.nodes(),
                        f.tolerations(),
                        f.state(),
                        f.containers(),
                        f.links(),
                        priority,
                        f.order()));
    }

    /** The same Pod as the profile's plugins see it otherwise. */
    static ObservedPod with(ObservedPod pod, PodInfo info) {
        return new ObservedPod(
                pod.facts(),
                info,
                pod.profile(),
                pod.gated(),
                pod.components(),
                pod.refusals(),
                pod.lastMessage(),
                pod.annotationBytes());
    }

    /** The same Pod for another profile, or for another scheduler. */
    static ObservedPod ofProfile(Optional<String> profile, ObservedPod pod) {
        return placedBy(profile, pod, pod.gated());
    }

    /** The same Pod with a scheduling gate. */
    static ObservedPod gated(ObservedPod pod) {
        return placedBy(pod.profile(), pod, true);
    }

    private static ObservedPod placedBy(Optional<String> profile, ObservedPod pod, boolean gated) {
        return new ObservedPod(
                pod.facts(),
                pod.info(),
                profile,
                gated,
                pod.components(),
                pod.refusals(),
                pod.lastMessage(),
                pod.annotationBytes());
    }

    /** The same Pod with annotations of this size. */
    static ObservedPod withAnnotationBytes(ObservedPod pod, int bytes) {
        return new ObservedPod(
                pod.facts(),
                pod.info(),
                pod.profile(),
                pod.gated(),
                pod.components(),
                pod.refusals(),
                pod.lastMessage(),
                bytes);
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
        return new ObservedPod(
                facts,
                info(facts),
                Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                false,
                components,
                List.of(),
                Optional.empty());
    }

    /** The same Pod for the profile's plugins, without wishes about other Pods. */
    static PodInfo info(PodFacts facts) {
        return info(facts, PodAffinity.NONE, List.of(), List.of(), Optional.empty());
    }

    /** The same Pod for the profile's plugins, with the wishes of {@code before}. */
    static PodInfo info(PodFacts facts, PodInfo before) {
        return withVolumes(
                info(
                        facts,
                        before.affinity(),
                        before.ports(),
                        before.spread(),
                        before.importance().nominatedNode()),
                before.volumes());
    }

    static PodInfo withVolumes(PodInfo pod, PodVolumes volumes) {
        return new PodInfo(
                pod.key(),
                pod.uid(),
                pod.labels(),
                pod.importance(),
                pod.request(),
                pod.nodes(),
                pod.tolerations(),
                pod.ports(),
                pod.images(),
                pod.affinity(),
                pod.spread(),
                pod.workload(),
                volumes,
                pod.life(),
                pod.node());
    }

    /** The same Pod in another phase of its life, or of another importance. */
    static PodInfo info(PodInfo pod, Importance importance, PodLife life) {
        return new PodInfo(
                pod.key(),
                pod.uid(),
                pod.labels(),
                importance,
                pod.request(),
                pod.nodes(),
                pod.tolerations(),
                pod.ports(),
                pod.images(),
                pod.affinity(),
                pod.spread(),
                pod.workload(),
                pod.volumes(),
                life,
                pod.node());
    }

    static PodInfo info(
            PodFacts facts,
            PodAffinity affinity,
            List<HostPort> ports,
            List<SpreadConstraint> spread,
            Optional<String> nominated) {
        Amounts request = amounts(facts.requests());
        return new PodInfo(
                facts.key(),
                facts.uid(),
                facts.labels(),
                new Importance(facts.priority(), true, nominated),
                new PodRequest(request, request.milliCpu(), request.memory(), request),
                facts.nodes(),
                facts.tolerations(),
                ports,
                facts.containers().stream().map(ContainerFacts::image).toList(),
                affinity,
                spread,
                Optional.empty(),
                PodVolumes.NONE,
                new PodLife(facts.state().terminating(), false, Optional.empty()),
                facts.state().node().map(NodeName::value));
    }

    /** The same node for the profile's plugins besides. */
    static ObservedNode observed(NodeFacts node) {
        return new ObservedNode(
                node,
                new NodeSpec(
                        node.name().value(),
                        node.labels(),
                        node.taints(),
                        node.unschedulable(),
                        amounts(node.allocatable()),
                        node.allocatable().get(ResourceName.PODS),
                        Map.of()),
                List.of());
    }

    private static Amounts amounts(Resources resources) {
        return new Amounts(
                resources.get(ResourceName.CPU), resources.get(ResourceName.MEMORY), 0, Collections.emptySortedMap());
    }
}
