package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.core.SchedulerSettings;
import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.Importance;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PodLife;
import dev.kubewasm.scheduler.framework.PodRequest;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.volume.PodVolumes;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.ComponentReference;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import dev.kubewasm.scheduler.port.PodEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Nodes and Pods in memory; a binding costs nothing. */
final class MemoryCluster implements ClusterPort, ComponentSource {
    private final List<NodeFacts> nodes;
    private final List<Wanting> pods;
    private final Map<ComponentReference, ComponentFacts> components = new HashMap<>();
    private int bound;

    MemoryCluster(List<NodeFacts> nodes, List<Wanting> pods) {
        this.nodes = nodes;
        this.pods = pods;
    }

    /** A Pod that wants a node. */
    record Wanting(PodFacts facts, Map<String, String> labels, PodAffinity affinity) {
        /** Without its components. */
        static Wanting alone(PodFacts pod, Map<String, String> labels, PodAffinity affinity) {
            return new Wanting(
                    pod.withContainers(pod.containers().stream()
                            .map(container -> new ContainerFacts(container.name(), container.image(), Optional.empty()))
                            .toList()),
                    labels,
                    affinity);
        }

        /** With them. */
        static Wanting linked(PodFacts pod) {
            return new Wanting(pod, Map.of(), PodAffinity.NONE);
        }
    }

    /** How many Pods were bound. */
    int bound() {
        return bound;
    }

    @Override
    public Watch watch(ClusterListener listener) {
        nodes.forEach(node -> listener.nodeChanged(new ObservedNode(node, spec(node), List.of())));
        pods.forEach(pod -> listener.podChanged(observed(pod)));
        listener.synced();
        return () -> {};
    }

    private static NodeSpec spec(NodeFacts node) {
        TreeMap<String, String> labels = new TreeMap<>(node.labels());
        labels.put(SpreadConstraint.HOSTNAME, node.name().value());
        return new NodeSpec(
                node.name().value(),
                labels,
                node.taints(),
                node.unschedulable(),
                amounts(node.allocatable()),
                node.allocatable().get(ResourceName.PODS),
                Map.of());
    }

    private ObservedPod observed(Wanting pod) {
        PodFacts facts = pod.facts();
        List<ComponentReference> references = new ArrayList<>();
        facts.containers().forEach(container -> container.component().ifPresent(component -> {
            ComponentReference reference = new ComponentReference(
                    facts.key().toString(), container.name(), container.image(), Optional.empty(), Optional.empty());
            components.put(reference, component);
            references.add(reference);
        }));
        Amounts request = amounts(facts.requests());
        TreeMap<String, String> labels = new TreeMap<>(facts.labels());
        labels.putAll(pod.labels());
        PodInfo info = new PodInfo(
                facts.key(),
                facts.uid(),
                labels,
                new Importance(facts.priority(), true, Optional.empty()),
                new PodRequest(request, request.milliCpu(), request.memory(), request),
                facts.nodes(),
                facts.tolerations(),
                List.of(),
                List.of(),
                pod.affinity(),
                List.of(),
                Optional.empty(),
                PodVolumes.NONE,
                PodLife.NEW,
                Optional.empty());
        return new ObservedPod(
                facts,
                info,
                Optional.of(SchedulerSettings.DEFAULT_PROFILE),
                false,
                references,
                List.of(),
                Optional.empty());
    }

    private static Amounts amounts(Resources resources) {
        return new Amounts(
                resources.get(ResourceName.CPU), resources.get(ResourceName.MEMORY), 0, Collections.emptySortedMap());
    }

    @Override
    public Answer resolve(ComponentReference reference) {
        ComponentFacts component = components.get(reference);
        return component == null ? new Answer.Refused("unknown") : new Answer.Component(component);
    }

    @Override
    public BindAnswer bind(Binding binding) {
        bound++;
        return new BindAnswer.Bound();
    }

    @Override
    public void record(PodEvent event) {}

    @Override
    public void markUnschedulable(PodKey pod, Uid uid, String message) {}

    @Override
    public void nominate(PodKey pod, Uid uid, Optional<NodeName> node) {}

    @Override
    public void preempt(PodKey victim, Uid uid, String message) {}
}
