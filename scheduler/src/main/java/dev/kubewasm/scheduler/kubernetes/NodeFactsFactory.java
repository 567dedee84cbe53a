package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.annotations.NodeAnnotations;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.port.ObservedNode;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes as facts, and as the profile's plugins need them. */
public final class NodeFactsFactory {
    /** What a node supplies whose annotations can't be read: nothing that a component could ask for. */
    private static final HostCapabilities NOTHING = new HostCapabilities(Optional.of(List.of()), Optional.of(Set.of()));

    private NodeFactsFactory() {}

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
        Map<String, BigDecimal> allocatable = exactAllocatable(node, problems);
        NodeSpec spec = SchedulerObjects.node(node, allocatable, problems);
        NodeFacts facts = new NodeFacts(
                new NodeName(meta.getName()),
                Maps.sorted(meta.getLabels()),
                spec.taints(),
                spec.unschedulable(),
                Quantities.rounded(allocatable),
                host,
                cost,
                spec.images().keySet());
        return new ObservedNode(facts, spec, problems);
    }

    static List<Taint> taints(Node node, List<String> problems) {
        List<Taint> taints = new ArrayList<>();
        if (node.getSpec() != null) {
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
        return taints;
    }

    /** The images of {@code status.images} by all their names, in bytes. */
    static Map<String, Long> imageSizes(@Nullable NodeStatus status) {
        Map<String, Long> sizes = new HashMap<>();
        if (status != null) {
            for (ContainerImage image : Maps.list(status.getImages())) {
                long size = image.getSizeBytes() == null ? 0 : image.getSizeBytes();
                Maps.list(image.getNames()).forEach(name -> sizes.put(name, size));
            }
        }
        return sizes;
    }

    /** {@code status.allocatable}; without it {@code status.capacity}, as the API server defaults it. */
    static Map<String, BigDecimal> exactAllocatable(Node node, List<String> problems) {
        NodeStatus status = node.getStatus();
        if (status == null) {
            return Map.of();
        }
        boolean given =
                status.getAllocatable() != null && !status.getAllocatable().isEmpty();
        return Quantities.exact(given ? status.getAllocatable() : status.getCapacity(), "allocatable", problems);
    }
}
