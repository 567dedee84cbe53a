package dev.kubewasm.cli.explain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.cli.explain.CaseAnswer.NodeAnswer;
import dev.kubewasm.cli.explain.CaseAnswer.PreemptAnswer;
import dev.kubewasm.cli.explain.CaseAnswer.ScoreAnswer;
import dev.kubewasm.placement.facts.PodKey;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is printed for a Pod.
 *
 * @param pod its namespace and name
 * @param boundTo its node, if it has one; all else is then said as if it had none
 * @param chosen the nodes that it would get, of several any; none if none takes it
 * @param message why none takes it, or why it would be placed there
 * @param nodes by name
 * @param scores by node, where the scores decide
 * @param wiring who serves its imports
 * @param remedies what would make it fit, each by itself, in words that follow "if"
 * @param preempt who could leave for it, if no node takes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"pod", "boundTo", "chosen", "message", "nodes", "scores", "wiring", "remedies", "preempt"})
record PodAnswer(
        String pod,
        @Nullable String boundTo,
        List<String> chosen,
        @Nullable String message,
        SortedMap<String, NodeAnswer> nodes,
        SortedMap<String, ScoreAnswer> scores,
        List<ImportAnswer> wiring,
        List<String> remedies,
        @Nullable PreemptAnswer preempt) {
    PodAnswer {
        chosen = List.copyOf(chosen);
        nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
        scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
        wiring = List.copyOf(wiring);
        remedies = List.copyOf(remedies);
    }

    /**
     * Who serves an import.
     *
     * @param container that imports
     * @param imported the name in its world
     * @param by {@code host}, {@code container}, {@code types} (nobody needs to), {@code provider}, or {@code nobody}
     * @param policy of a link, {@code required} or {@code preferred}
     * @param provider the container of the same Pod, or the workload: NAMESPACE/KIND/NAME
     * @param pods of the provider, with their nodes if they have some
     * @param why nobody serves it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"container", "import", "by", "policy", "provider", "pods", "why"})
    record ImportAnswer(
            String container,

            @com.fasterxml.jackson.annotation.JsonProperty("import")
            String imported,

            String by,
            @Nullable String policy,
            @Nullable String provider,
            @Nullable List<ProviderPod> pods,
            @Nullable String why) {}

    /** A Pod that may serve an import: its name, and its node. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProviderPod(String name, @Nullable String node) {}

    /** A Pod that no node could take, whatever there is. */
    static PodAnswer refused(PodKey pod, String why) {
        return new PodAnswer(
                pod.toString(),
                null,
                List.of(),
                why,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                List.of(),
                List.of(),
                null);
    }

    /** Whether a node takes it. */
    @JsonIgnore
    boolean fits() {
        return !chosen.isEmpty();
    }
}
