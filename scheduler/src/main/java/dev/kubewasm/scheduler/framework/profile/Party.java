package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.List;
import java.util.Set;

/**
 * Pods that want room on one node, all of them or none.
 *
 * @param node the node
 * @param pods at least one, in the order they would be placed
 * @param filters of each of them, in the same order; not changed
 * @param hosts Pods of the node that they need there: they stay
 */
public record Party(NodeInfo node, List<PodInfo> pods, List<PodFilters> filters, Set<PodKey> hosts) {
    /** @throws IllegalArgumentException if there is no Pod, or not each has filters */
    public Party {
        pods = List.copyOf(pods);
        filters = List.copyOf(filters);
        hosts = Set.copyOf(hosts);
        if (pods.isEmpty() || pods.size() != filters.size()) {
            throw new IllegalArgumentException(pods.size() + " Pods with filters of " + filters.size());
        }
    }

    /** A Pod that needs nobody there. */
    static Party of(PodInfo pod, PodFilters filters, NodeInfo node) {
        return new Party(node, List.of(pod), List.of(filters), Set.of());
    }

    /** The Pods of the node that may be made to leave: those less important than each of these. */
    public List<PodInfo> lessImportant() {
        int priority =
                pods.stream().mapToInt(pod -> pod.importance().priority()).min().orElseThrow();
        return node.pods().stream()
                .filter(other -> other.importance().priority() < priority && !hosts.contains(other.key()))
                .toList();
    }
}
