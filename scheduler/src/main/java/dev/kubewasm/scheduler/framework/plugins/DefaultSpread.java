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
import java.util.TreeMap;

/** The spread that kube-scheduler gives a Pod without constraints: by what selects it, over hosts and zones, softly. */
final class DefaultSpread {
    private static final int HOST_SKEW = 3;
    private static final int ZONE_SKEW = 5;

    private DefaultSpread() {}

    /** The constraints; none if nothing selects the Pod. */
    static List<SpreadConstraint> of(PodInfo pod, ClusterState cluster) {
        Map<String, String> merged = new TreeMap<>();
        for (Map<String, String> selector : cluster.serviceSelectors(pod.key().namespace())) {
            if (pod.labels().entrySet().containsAll(selector.entrySet())) {
                merged.putAll(selector);
            }
        }
        List<Requirement> requirements = new ArrayList<>();
        merged.forEach((key, value) -> requirements.add(new Requirement(key, Operator.IN, List.of(value))));
        cluster.workloadSelector(pod).ifPresent(selector -> requirements.addAll(selector.requirements()));
        if (requirements.isEmpty()) {
            return List.of();
        }
        LabelSelector selector = new LabelSelector(requirements);
        return List.of(
                constraint(SpreadConstraint.HOSTNAME, HOST_SKEW, selector),
                constraint(SpreadConstraint.ZONE, ZONE_SKEW, selector));
    }

    private static SpreadConstraint constraint(String key, int maxSkew, LabelSelector selector) {
        return new SpreadConstraint(maxSkew, key, false, selector, 1, true, false);
    }
}
