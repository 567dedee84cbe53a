package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes that Pods are kept from by rules which placement doesn't know, and why, in words that follow a number of nodes. */
public final class ForbiddenNodes {
    private static final String ELSEWHERE = "node(s) other than the one that Pods leave for it";

    private final Profile unknownToPlacement;

    /** By this profile. */
    public ForbiddenNodes(Profile profile) {
        this.unknownToPlacement = profile.withoutFilters(PlacementStage.KNOWN_FILTERS);
    }

    /**
     * The snapshot with these Pods kept from the nodes that the profile's rules forbid each as things stand; one that has a node
     * is asked about as if it had left it.
     *
     * @param pods Pods of the snapshot
     * @param cluster the same cluster as the rules see it, with the bound ones of these Pods; the same afterwards
     */
    public Snapshot marked(Snapshot snapshot, Collection<PodInfo> pods, ClusterState cluster) {
        Snapshot marked = snapshot;
        for (PodInfo pod : pods) {
            boolean bound = pod.node().isPresent();
            if (bound) {
                cluster.removePod(pod.uid());
            }
            Map<NodeName, String> excluded = byRules(pod.withoutNode(), cluster);
            if (bound) {
                cluster.putPod(pod);
            }
            if (!excluded.isEmpty()) {
                marked = marked.with(marked.pod(pod.key()).orElseThrow().withExcluded(excluded));
            }
        }
        return marked;
    }

    /**
     * As {@link #marked(Snapshot, Collection, ClusterState)}, each Pod by the rules of its own profile.
     *
     * @param rules of each of these Pods
     */
    public static Snapshot marked(
            Snapshot snapshot,
            Collection<PodInfo> pods,
            Function<PodKey, ProfileSettings> rules,
            ClusterState cluster) {
        Map<ProfileSettings, List<PodInfo>> byRules = pods.stream()
                .collect(Collectors.groupingBy(pod -> rules.apply(pod.key()), LinkedHashMap::new, Collectors.toList()));
        Snapshot marked = snapshot;
        for (Map.Entry<ProfileSettings, List<PodInfo>> alike : byRules.entrySet()) {
            marked = new ForbiddenNodes(Profile.of(alike.getKey())).marked(marked, alike.getValue(), cluster);
        }
        return marked;
    }

    /** By the profile's rules as things stand. */
    Map<NodeName, String> byRules(PodInfo pod, ClusterState cluster) {
        PodFilters filters = unknownToPlacement.preFilter(pod, cluster);
        if (filters.isFree()) {
            return Map.of();
        }
        Map<NodeName, String> nodes = new HashMap<>();
        for (NodeInfo node : cluster.nodes()) {
            if (filters.filter(node) instanceof Status.Rejected rejected) {
                nodes.put(new NodeName(node.name()), String.join(", ", rejected.reasons()));
            }
        }
        return nodes;
    }

    /**
     * All but the one that others are leaving for the Pod and its group: a part of the group that went elsewhere meanwhile
     * would break it up, and they would have left in vain.
     */
    Map<NodeName, String> whileOthersLeave(CachedPod pod, ClusterState cluster) {
        Map<NodeName, String> nodes = new HashMap<>();
        Preemption.awaited(pod.info(), cluster).ifPresent(awaited -> cluster.nodes().stream()
                .filter(node -> !node.name().equals(awaited.name()))
                .forEach(node -> nodes.put(new NodeName(node.name()), ELSEWHERE)));
        return nodes;
    }
}
