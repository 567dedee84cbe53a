package dev.kubewasm.scheduler.framework;

import dev.kubewasm.placement.facts.LabelSelector;

/**
 * A topology spread constraint of a Pod, its {@code matchLabelKeys} in the selector.
 *
 * @param maxSkew at least 1
 * @param topologyKey nodes with the same value of this label are one domain
 * @param hard {@code DoNotSchedule}; else {@code ScheduleAnyway}
 * @param pods which Pods of the Pod's namespace are counted
 * @param minDomains with fewer domains the least filled one counts as empty; at least 1
 * @param honorAffinity whether nodes that the Pod's node affinity excludes are left out
 * @param honorTaints whether nodes with a taint that the Pod doesn't tolerate are left out
 */
public record SpreadConstraint(
        int maxSkew,
        String topologyKey,
        boolean hard,
        LabelSelector pods,
        int minDomains,
        boolean honorAffinity,
        boolean honorTaints) {
    /** The label that names the node. */
    public static final String HOSTNAME = "kubernetes.io/hostname";

    /** The label that names the node's zone. */
    public static final String ZONE = "topology.kubernetes.io/zone";

    /** The same constraint, counting other Pods. */
    public SpreadConstraint counting(LabelSelector others) {
        return new SpreadConstraint(maxSkew, topologyKey, hard, others, minDomains, honorAffinity, honorTaints);
    }

    /** Whether the Pods of {@code node} count for {@code pod}. */
    public boolean includes(NodeSpec node, PodInfo pod) {
        return (!honorAffinity || pod.nodes().accepts(node.name(), node.labels()))
                && (!honorTaints
                        || node.taints().stream().noneMatch(t -> t.effect().repels() && !pod.tolerates(t)));
    }

    /** How many Pods on {@code node} are counted for a Pod in {@code namespace}; those being deleted are not. */
    public int count(NodeInfo node, String namespace) {
        if (pods.requirements().isEmpty()) {
            return 0;
        }
        int count = 0;
        for (PodInfo pod : node.pods()) {
            if (!pod.life().terminating() && pod.key().namespace().equals(namespace) && pods.matches(pod.labels())) {
                count++;
            }
        }
        return count;
    }
}
