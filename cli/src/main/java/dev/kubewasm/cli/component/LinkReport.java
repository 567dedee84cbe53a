package dev.kubewasm.cli.component;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How components link to each other, or why not.
 *
 * @param linked whether every import is satisfied
 * @param components each after those that it is linked to; in the order given if that can't be
 * @param problems why not; none if they link
 */
@JsonPropertyOrder({"linked", "components", "problems"})
record LinkReport(boolean linked, List<ComponentRow> components, List<ProblemRow> problems) {
    LinkReport {
        components = List.copyOf(components);
        problems = List.copyOf(problems);
    }

    /**
     * A component.
     *
     * @param file its file
     * @param links what its imports are satisfied by
     * @param exports what it exports
     * @param plan the steps of its instantiation, if they were asked for
     */
    @JsonPropertyOrder({"file", "links", "exports", "plan"})
    record ComponentRow(
            String file,
            List<LinkRow> links,
            List<String> exports,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> plan) {
        ComponentRow {
            links = List.copyOf(links);
            exports = List.copyOf(exports);
        }
    }

    /**
     * An import and what satisfies it.
     *
     * @param importName the import
     * @param component the file of the component that does; null for the host
     * @param export the export that does, perhaps in a newer version
     */
    @JsonPropertyOrder({"import", "component", "export"})
    record LinkRow(
            @JsonProperty("import") String importName,
            @Nullable String component,
            String export) {}

    /** An import that isn't satisfied, and why. */
    @JsonPropertyOrder({"component", "import", "problem"})
    record ProblemRow(
            String component, @JsonProperty("import") String importName, String problem) {}
}
