package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.simulations.measure.PlacedLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node.
 *
 * @param name its name
 * @param zone its zone, if it says
 * @param cpuMilli allocatable CPU in milli-CPU
 * @param memoryBytes allocatable memory
 * @param pods what is on it
 */
@JsonPropertyOrder({"name", "zone", "cpuMilli", "memoryBytes", "pods"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeRow(String name, @Nullable String zone, long cpuMilli, long memoryBytes, List<PodRow> pods) {
    public NodeRow {
        pods = List.copyOf(pods);
    }

    /**
     * Every node of {@code snapshot} with its Pods, in the order of their names.
     *
     * @param placed the Pods that were put where they are
     * @param homes where Pods were before
     */
    public static List<NodeRow> all(
            Snapshot snapshot, List<PlacedLink> links, Map<PodKey, NodeName> placed, Map<PodKey, NodeName> homes) {
        Map<PodKey, List<LinkRow>> linksOf = new HashMap<>();
        links.forEach(link -> linksOf.computeIfAbsent(link.consumer(), pod -> new ArrayList<>())
                .add(LinkRow.of(link)));
        List<NodeRow> rows = new ArrayList<>();
        for (NodeFacts node : snapshot.nodes().values()) {
            List<PodRow> pods = new ArrayList<>();
            snapshot.podsOn(node.name()).stream()
                    .filter(PodFacts::occupies)
                    .sorted(Comparator.comparing(PodFacts::key))
                    .forEach(pod -> pods.add(PodRow.of(
                            pod,
                            placed.containsKey(pod.key()),
                            before(pod, homes),
                            linksOf.getOrDefault(pod.key(), List.of()))));
            rows.add(new NodeRow(
                    node.name().value(),
                    node.zone().orElse(null),
                    node.allocatable().get(ResourceName.CPU),
                    node.allocatable().get(ResourceName.MEMORY),
                    pods));
        }
        return rows;
    }

    private static @Nullable String before(PodFacts pod, Map<PodKey, NodeName> homes) {
        @Nullable NodeName home = homes.get(pod.key());
        return home == null || home.equals(pod.boundTo()) ? null : home.value();
    }

    long requestedCpu() {
        return pods.stream().mapToLong(PodRow::cpuMilli).sum();
    }

    long requestedMemory() {
        return pods.stream().mapToLong(PodRow::memoryBytes).sum();
    }
}
