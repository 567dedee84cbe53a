package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.placement.facts.LabelSelector.Operator;
import dev.kubewasm.placement.facts.LabelSelector.Requirement;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The spread that kube-scheduler gives a Pod without constraints, by what selects it.
 *
 * @param constraints without a selector, which each Pod gets of its own
 * @param system kube-scheduler's own: nodes without the label of a constraint count too
 */
public record DefaultSpread(List<SpreadConstraint> constraints, boolean system) {
    /** Over hosts and zones, softly. */
    public static final DefaultSpread SYSTEM =
            new DefaultSpread(List.of(soft(SpreadConstraint.HOSTNAME, 3), soft(SpreadConstraint.ZONE, 5)), true);

    public DefaultSpread {
        constraints = List.copyOf(constraints);
    }

    /** Whether it may keep a Pod from a node. */
    public boolean filters() {
        return constraints.stream().anyMatch(SpreadConstraint::hard);
    }

    /**
     * The constraints of {@code pod}; none if nothing selects it.
     *
     * @param hard those that filter, or else those that score
     */
    List<SpreadConstraint> of(PodInfo pod, ClusterState cluster, boolean hard) {
        List<SpreadConstraint> asked = constraints.stream()
                .filter(constraint -> constraint.hard() == hard)
                .toList();
        Optional<LabelSelector> selector = asked.isEmpty() ? Optional.empty() : selector(pod, cluster);
        return selector.map(pods -> asked.stream()
                        .map(constraint -> constraint.counting(pods))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<LabelSelector> selector(PodInfo pod, ClusterState cluster) {
        Map<String, String> merged = new TreeMap<>();
        for (Map<String, String> selector : cluster.serviceSelectors(pod.key().namespace())) {
            if (pod.labels().entrySet().containsAll(selector.entrySet())) {
                merged.putAll(selector);
            }
        }
        List<Requirement> requirements = new ArrayList<>();
        merged.forEach((key, value) -> requirements.add(new Requirement(key, Operator.IN, List.of(value))));
        cluster.workloadSelector(pod).ifPresent(selector -> requirements.addAll(selector.requirements()));
        return requirements.isEmpty() ? Optional.empty() : Optional.of(new LabelSelector(requirements));
    }

    private static SpreadConstraint soft(String key, int maxSkew) {
        return new SpreadConstraint(maxSkew, key, false, LabelSelector.NOTHING, 1, true, false);
    }
}
