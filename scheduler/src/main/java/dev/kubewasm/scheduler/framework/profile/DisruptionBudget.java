package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.placement.facts.LabelSelector;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.Set;

/**
 * A PodDisruptionBudget.
 *
 * @param namespace its namespace
 * @param selector which Pods there it protects
 * @param allowed how many may be disrupted now
 * @param disrupted names of Pods whose disruption it has counted already
 */
public record DisruptionBudget(String namespace, LabelSelector selector, int allowed, Set<String> disrupted) {
    public DisruptionBudget {
        disrupted = Set.copyOf(disrupted);
    }

    /** Whether the disruption of {@code pod} would be counted. A selector of everything protects nothing. */
    boolean counts(PodInfo pod) {
        return !pod.labels().isEmpty()
                && namespace.equals(pod.key().namespace())
                && !selector.requirements().isEmpty()
                && selector.matches(pod.labels())
                && !disrupted.contains(pod.key().name());
    }
}
