package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.NodeRequirement;
import dev.kubewasm.placement.facts.NodeRequirement.PreferredTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Operator;
import dev.kubewasm.placement.facts.NodeSelectorTerm.Requirement;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code spec.nodeSelector} and {@code spec.affinity.nodeAffinity}. */
final class NodeAffinities {
    private static final Map<String, Operator> OPERATORS = Map.of(
            "In", Operator.IN,
            "NotIn", Operator.NOT_IN,
            "Exists", Operator.EXISTS,
            "DoesNotExist", Operator.DOES_NOT_EXIST,
            "Gt", Operator.GT,
            "Lt", Operator.LT);

    private NodeAffinities() {}

    /** The requirement of a Pod; an operator that Kubernetes doesn't have is named in {@code problems}. */
    static NodeRequirement of(PodSpec spec, List<String> problems) {
        return of(
                Maps.sorted(spec.getNodeSelector()),
                spec.getAffinity() == null ? null : spec.getAffinity().getNodeAffinity(),
                problems);
    }

    /** The requirement of a selector and an affinity; an operator that Kubernetes doesn't have is named in {@code problems}. */
    static NodeRequirement of(Map<String, String> selector, @Nullable NodeAffinity affinity, List<String> problems) {
        Optional<List<NodeSelectorTerm>> required = Optional.empty();
        List<PreferredTerm> preferred = new ArrayList<>();
        if (affinity != null) {
            if (affinity.getRequiredDuringSchedulingIgnoredDuringExecution() != null) {
                required = Optional.of(terms(
                        affinity.getRequiredDuringSchedulingIgnoredDuringExecution()
                                .getNodeSelectorTerms(),
                        "node affinity",
                        problems));
            }
            for (PreferredSchedulingTerm term :
                    Maps.list(affinity.getPreferredDuringSchedulingIgnoredDuringExecution())) {
                int weight = term.getWeight() == null ? 0 : term.getWeight();
                preferred.add(new PreferredTerm(weight, term(term.getPreference(), "node affinity", problems)));
            }
        }
        return new NodeRequirement(new TreeMap<>(selector), required, preferred);
    }

    /**
     * Terms of a node selector.
     *
     * @param where the field they come from, for the message
     */
    static List<NodeSelectorTerm> terms(
            @Nullable List<io.fabric8.kubernetes.api.model.NodeSelectorTerm> terms,
            String where,
            List<String> problems) {
        return Maps.list(terms).stream()
                .map(term -> term(term, where, problems))
                .toList();
    }

    private static NodeSelectorTerm term(
            io.fabric8.kubernetes.api.model.@Nullable NodeSelectorTerm term, String where, List<String> problems) {
        if (term == null) {
            problems.add(where + ": a preferred term has no preference");
            return new NodeSelectorTerm(List.of(), List.of());
        }
        return new NodeSelectorTerm(
                requirements(Maps.list(term.getMatchExpressions()), where, problems),
                requirements(Maps.list(term.getMatchFields()), where, problems));
    }

    private static List<Requirement> requirements(
            List<NodeSelectorRequirement> requirements, String where, List<String> problems) {
        List<Requirement> read = new ArrayList<>();
        for (NodeSelectorRequirement requirement : requirements) {
            Operator operator = OPERATORS.get(String.valueOf(requirement.getOperator()));
            if (operator == null) {
                problems.add(where + ": operator '" + requirement.getOperator()
                        + "' is none of In, NotIn, Exists, DoesNotExist, Gt, Lt");
            } else if (requirement.getKey() == null) {
                problems.add(where + ": a requirement has no key");
            } else {
                read.add(new Requirement(requirement.getKey(), operator, Maps.list(requirement.getValues())));
            }
        }
        return read;
    }
}
