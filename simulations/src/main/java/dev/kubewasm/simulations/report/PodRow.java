package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Pod on a node.
 *
 * @param pod {@code namespace/name}
 * @param workload its workload, {@code kind/name}
 * @param cpuMilli requested CPU in milli-CPU
 * @param memoryBytes requested memory
 * @param placed whether it was put there; it was there before otherwise
 * @param from the node that it had before, if that was another
 * @param links its imports that another Pod is to serve
 */
@JsonPropertyOrder({"pod", "workload", "cpuMilli", "memoryBytes", "placed", "from", "links"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodRow(
        String pod,
        String workload,
        @JsonInclude(JsonInclude.Include.ALWAYS) long cpuMilli,
        @JsonInclude(JsonInclude.Include.ALWAYS) long memoryBytes,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean placed,
        @Nullable String from,
        List<LinkRow> links) {
    public PodRow {
        links = List.copyOf(links);
    }

    static PodRow of(PodFacts pod, boolean placed, @Nullable String from, List<LinkRow> links) {
        return new PodRow(
                pod.key().toString(),
                pod.workload().shortName(),
                pod.requests().get(ResourceName.CPU),
                pod.requests().get(ResourceName.MEMORY),
                placed,
                from,
                links);
    }
}
