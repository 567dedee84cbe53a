package dev.kubewasm.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, in the order of namespaces and names.
 *
 * @param pods every Pod of the run
 * @param links every import of a running component and what satisfies it
 * @param calls the calls made, in the order they were asked for
 */
@JsonPropertyOrder({"pods", "links", "calls"})
public record RunReport(List<PodRow> pods, List<LinkRow> links, List<CallRow> calls) {
    public RunReport {
        pods = List.copyOf(pods);
        links = List.copyOf(links);
        calls = List.copyOf(calls);
    }

    /**
     * A Pod.
     *
     * @param node the node it is bound to, null while it is on none
     * @param phase {@code Pending}, {@code Running}, {@code Succeeded} or {@code Failed}
     * @param reasons why it isn't where it should be, a sentence each; empty when all is well
     */
    @JsonPropertyOrder({"namespace", "name", "node", "phase", "reasons"})
    public record PodRow(
            String namespace, String name, @Nullable String node, String phase, List<String> reasons) {
        public PodRow {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * An import and what satisfies it.
     *
     * @param consumer {@code namespace/pod}
     * @param importName the import as the component names it
     * @param how where the functions come from
     * @param provider the node for {@link How#HOST}, the container for {@link How#CONTAINER}, {@code namespace/pod} for
     *     {@link How#IN_PROCESS}
     */
    @JsonPropertyOrder({"consumer", "import", "how", "provider"})
    public record LinkRow(
            String consumer, @JsonProperty("import") String importName, How how, String provider) {}

    /** Where the functions of an import come from. */
    public enum How {
        /** The node itself supplies them. */
        HOST,
        /** Another container of the same Pod. */
        CONTAINER,
        /** A component of another Pod, in the same process. */
        IN_PROCESS;

        /** The spelling in every form of output. */
        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A call and its outcome: exactly one of {@code result} and {@code error} is given.
     *
     * @param call what was called, {@code namespace/pod/function(arguments)}
     * @param result WAVE text, empty for a function without a result
     * @param error why there is no result
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"call", "result", "error"})
    public record CallRow(
            String call, @Nullable String result, @Nullable String error) {}

    /** Whether all is well: no Pod has a reason not to be where it should be, and every call returned. */
    @JsonIgnore
    public boolean good() {
        return pods.stream().allMatch(pod -> pod.reasons().isEmpty())
                && calls.stream().allMatch(c -> c.error() == null);
    }
}
