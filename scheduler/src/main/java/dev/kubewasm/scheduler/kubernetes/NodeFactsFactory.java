package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.annotations.NodeAnnotations;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Taint;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes as facts. */
public final class NodeFactsFactory {
    /** What a node supplies whose annotations can't be read: nothing that a component could ask for. */
    private static final HostCapabilities NOTHING = new HostCapabilities(Optional.of(List.of()), Optional.of(Set.of()));

    private NodeFactsFactory() {}

    /**
     * A node as facts.
     *
     * @param facts what can be read of it
     * @param problems what can't: a quantity that isn't one counts as 0, annotations that can't be read as "supplies
     *     nothing", a cost that is none counts as 0; one sentence each
     */
    public record ObservedNode(NodeFacts facts, List<String> problems) {
        public ObservedNode {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What there is to know of {@code node}. Whether it is ready is told by its taints alone, as kube-scheduler has it.
     *
     * @throws IllegalArgumentException if it has no name, which no stored Node lacks
     */
    public static ObservedNode observe(Node node) {
        ObjectMeta meta = node.getMetadata();
        if (meta == null || meta.getName() == null) {
            throw new IllegalArgumentException("a Node without a name");
        }
        List<String> problems = new ArrayList<>();
        Map<String, String> annotations = Maps.sorted(meta.getAnnotations());
        HostCapabilities host =
                switch (NodeAnnotations.hostCapabilities(annotations)) {
                    case Parsed.Valid<HostCapabilities>(HostCapabilities capabilities) -> capabilities;
                    case Parsed.Invalid<HostCapabilities> invalid -> {
                        problems.add(invalid.message());
                        yield NOTHING;
                    }
                };
        long cost =
                switch (NodeAnnotations.cost(annotations)) {
                    case Parsed.Valid<Long>(Long stated) -> stated;
                    case Parsed.Invalid<Long> invalid -> {
                        problems.add(invalid.message());
                        yield 0;
                    }
                };
        List<Taint> taints = new ArrayList<>();
        boolean unschedulable = false;
        if (node.getSpec() != null) {
            unschedulable = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
            for (var taint : Maps.list(node.getSpec().getTaints())) {
                Optional<Taint.Effect> effect = Tolerations.effect(String.valueOf(taint.getEffect()));
                if (effect.isEmpty()) {
                    problems.add("taint " + taint.getKey() + ": effect '" + taint.getEffect() + "' is not known");
                } else {
                    taints.add(
                            new Taint(taint.getKey(), taint.getValue() == null ? "" : taint.getValue(), effect.get()));
                }
            }
        }
        NodeFacts facts = new NodeFacts(
                new NodeName(meta.getName()),
                Maps.sorted(meta.getLabels()),
                taints,
                unschedulable,
                allocatable(node, problems),
                host,
                cost,
                images(node.getStatus()));
        return new ObservedNode(facts, problems);
    }

    /** All names of {@code status.images}. */
    private static Set<String> images(@Nullable NodeStatus status) {
        Set<String> names = new HashSet<>();
        if (status != null) {
            Maps.list(status.getImages()).forEach(image -> names.addAll(Maps.list(image.getNames())));
        }
        return names;
    }

    /** {@code status.allocatable}; without it {@code status.capacity}, as the API server defaults it. */
    private static Resources allocatable(Node node, List<String> problems) {
        NodeStatus status = node.getStatus();
        if (status == null) {
            return Resources.NONE;
        }
        boolean given =
                status.getAllocatable() != null && !status.getAllocatable().isEmpty();
        return Quantities.read(given ? status.getAllocatable() : status.getCapacity(), "allocatable", problems);
    }
}
