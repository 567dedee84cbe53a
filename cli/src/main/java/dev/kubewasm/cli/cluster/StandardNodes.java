package dev.kubewasm.cli.cluster;

import dev.kubewasm.placement.annotations.HostInterfacesAnnotation;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.wit.model.InterfaceName;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The nodes of a run whose folder has none, and what a runtime node says of itself when it registers. */
public final class StandardNodes {
    private static final Map<String, Quantity> STANDARD =
            Map.of("cpu", new Quantity("4"), "memory", new Quantity("8Gi"), "pods", new Quantity("110"));

    /** Too small for most groups, so that where they go is a decision. */
    private static final Map<String, Quantity> SMALL =
            Map.of("cpu", new Quantity("100m"), "memory", new Quantity("64Mi"), "pods", new Quantity("110"));

    private StandardNodes() {}

    /** {@code node-1} to {@code node-count}, runtime nodes all; the first of several is small. */
    public static List<Node> make(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> node("node-" + i, i == 1 && count > 1 ? SMALL : STANDARD))
                .toList();
    }

    private static Node node(String name, Map<String, Quantity> size) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(NodeFacts.RUNTIME_LABEL, NodeFacts.LINKING_RUNTIME)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewSpec()
                .addNewTaint("NoSchedule", NodeFacts.RUNTIME_LABEL, null, NodeFacts.LINKING_RUNTIME)
                .endSpec()
                .withNewStatus()
                .withCapacity(size)
                .withAllocatable(size)
                .endStatus()
                .build();
    }

    /** Whether components on this node run in a runtime node, and so in this process. */
    public static boolean isRuntimeNode(Node node) {
        Map<String, String> labels =
                Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of());
        return NodeFacts.LINKING_RUNTIME.equals(labels.get(NodeFacts.RUNTIME_LABEL));
    }

    /** Writes what the runtime of this process supplies on a runtime node that doesn't say it itself. */
    public static void register(Node node, List<InterfaceName> hostInterfaces) {
        Map<String, String> annotations = new TreeMap<>(
                Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.<String, String>of()));
        annotations.putIfAbsent(
                HostInterfacesAnnotation.KEY,
                hostInterfaces.stream().map(InterfaceName::toString).collect(Collectors.joining(",")));
        node.getMetadata().setAnnotations(annotations);
    }
}
