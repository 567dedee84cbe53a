package dev.kubewasm.scheduler.kubernetes;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.AffinityTerm.Weighted;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Pod says of other Pods: {@code podAffinity}, {@code podAntiAffinity} and {@code topologySpreadConstraints}. */
final class PodAffinities {
    private final String namespace;
    private final Map<String, String> labels;
    private final List<String> problems;

    PodAffinities(String namespace, Map<String, String> labels, List<String> problems) {
        this.namespace = namespace;
        this.labels = labels;
        this.problems = problems;
    }

    PodAffinity affinity(@Nullable Affinity affinity) {
        if (affinity == null) {
            return PodAffinity.NONE;
        }
        var to = affinity.getPodAffinity();
        var from = affinity.getPodAntiAffinity();
        return new PodAffinity(
                to == null ? List.of() : required(to.getRequiredDuringSchedulingIgnoredDuringExecution()),
                from == null ? List.of() : required(from.getRequiredDuringSchedulingIgnoredDuringExecution()),
                to == null ? List.of() : preferred(to.getPreferredDuringSchedulingIgnoredDuringExecution()),
                from == null ? List.of() : preferred(from.getPreferredDuringSchedulingIgnoredDuringExecution()));
    }

    private List<AffinityTerm> required(@Nullable List<PodAffinityTerm> terms) {
        return Maps.list(terms).stream().map(this::term).toList();
    }

    private List<Weighted> preferred(@Nullable List<WeightedPodAffinityTerm> terms) {
        return Maps.list(terms).stream()
                .filter(term -> term.getPodAffinityTerm() != null)
                .map(term ->
                        new Weighted(term(term.getPodAffinityTerm()), term.getWeight() == null ? 0 : term.getWeight()))
                .toList();
    }

    private AffinityTerm term(PodAffinityTerm term) {
        LabelSelector pods = LabelSelectors.of(term.getLabelSelector(), "pod affinity: labelSelector", problems);
        pods = LabelSelectors.withKeys(pods, term.getMatchLabelKeys(), Operator.IN, labels);
        pods = LabelSelectors.withKeys(pods, term.getMismatchLabelKeys(), Operator.NOT_IN, labels);
        List<String> named = Maps.list(term.getNamespaces());
        Optional<LabelSelector> selected = Optional.ofNullable(term.getNamespaceSelector())
                .map(selector -> LabelSelectors.of(selector, "pod affinity: namespaceSelector", problems));
        return new AffinityTerm(
                named.isEmpty() && selected.isEmpty() ? Set.of(namespace) : Set.copyOf(named),
                selected,
                pods,
                term.getTopologyKey() == null ? "" : term.getTopologyKey());
    }

    List<SpreadConstraint> spread(PodSpec spec) {
        return Maps.list(spec.getTopologySpreadConstraints()).stream()
                .map(this::constraint)
                .toList();
    }

    private SpreadConstraint constraint(TopologySpreadConstraint constraint) {
        LabelSelector pods =
                LabelSelectors.of(constraint.getLabelSelector(), "topologySpreadConstraints: labelSelector", problems);
        return new SpreadConstraint(
                constraint.getMaxSkew() == null ? 1 : constraint.getMaxSkew(),
                constraint.getTopologyKey() == null ? "" : constraint.getTopologyKey(),
                !"ScheduleAnyway".equals(constraint.getWhenUnsatisfiable()),
                LabelSelectors.withSame(pods, constraint.getMatchLabelKeys(), labels),
                constraint.getMinDomains() == null ? 1 : constraint.getMinDomains(),
                !"Ignore".equals(constraint.getNodeAffinityPolicy()),
                "Honor".equals(constraint.getNodeTaintsPolicy()));
    }
}
