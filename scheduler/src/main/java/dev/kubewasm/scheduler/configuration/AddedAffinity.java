package dev.kubewasm.scheduler.configuration;

import static dev.kubewasm.scheduler.configuration.Checks.require;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.scheduler.kubernetes.SchedulerObjects;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Arguments of NodeAffinity.
 *
 * @param addedAffinity node affinity that holds for every Pod besides its own
 */
public record AddedAffinity(Optional<NodeAffinity> addedAffinity) implements PluginArgs {
    static final AddedAffinity DEFAULT = new AddedAffinity(Optional.empty());

    public AddedAffinity {
        NodeRequirement _ = requirement(addedAffinity);
    }

    /** What the rules take of it. */
    NodeRequirement requirement() {
        return requirement(addedAffinity);
    }

    private static NodeRequirement requirement(Optional<NodeAffinity> affinity) {
        if (affinity.isEmpty()) {
            return NodeRequirement.ANY;
        }
        unknownFields(affinity.get())
                .forEach(field -> require(false, "addedAffinity: unknown field '%s' in it", field));
        List<String> problems = new ArrayList<>();
        NodeRequirement requirement = SchedulerObjects.nodeAffinity(affinity.get(), problems);
        require(problems.isEmpty(), "addedAffinity: %s", String.join("; ", problems));
        require(
                requirement.required().isPresent() || !requirement.preferred().isEmpty(),
                "addedAffinity requires and prefers nothing");
        return requirement;
    }

    /** The classes that Kubernetes objects are read into keep what they don't know. */
    private static Stream<String> unknownFields(NodeAffinity affinity) {
        NodeSelector required = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
        List<PreferredSchedulingTerm> preferred = affinity.getPreferredDuringSchedulingIgnoredDuringExecution();
        List<NodeSelectorTerm> terms = Stream.concat(
                        required == null ? Stream.of() : required.getNodeSelectorTerms().stream(),
                        preferred.stream()
                                .map(PreferredSchedulingTerm::getPreference)
                                .filter(Objects::nonNull))
                .toList();
        return Stream.of(
                        Stream.of(affinity.getAdditionalProperties()),
                        Stream.ofNullable(required).map(NodeSelector::getAdditionalProperties),
                        preferred.stream().map(PreferredSchedulingTerm::getAdditionalProperties),
                        terms.stream().map(NodeSelectorTerm::getAdditionalProperties),
                        terms.stream()
                                .flatMap(term -> Stream.concat(
                                        term.getMatchExpressions().stream(), term.getMatchFields().stream()))
                                .map(NodeSelectorRequirement::getAdditionalProperties))
                .flatMap(all -> all)
                .flatMap(fields -> fields.keySet().stream());
    }
}
