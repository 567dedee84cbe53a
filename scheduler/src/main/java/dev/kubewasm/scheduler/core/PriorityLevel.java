package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The Pods of a batch that have one rank, as a rule their priority. A link group has that of its most important member.
 *
 * @param linked those that may be linked to others, decided about first: whole groups together until they are so many that the
 *     first bindings needn't wait for the last decisions
 * @param single the others, in their order
 */
record PriorityLevel(List<List<CachedPod>> linked, List<CachedPod> single) {
    private static final int DECIDED_TOGETHER = 256;

    private PriorityLevel() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** The levels of {@code pods}, the most important first. */
    static List<PriorityLevel> of(List<CachedPod> pods, Snapshot snapshot, PlacementStage placement, QueueOrder order) {
        Map<Long, PriorityLevel> levels = new TreeMap<>(Comparator.reverseOrder());
        Map<PodKey, CachedPod> linked = new LinkedHashMap<>();
        for (CachedPod pod : pods) {
            if (placement.links(pod.facts())) {
                linked.put(pod.key(), pod);
            } else {
                at(levels, order.rank(pod.observed().info())).single().add(pod);
            }
        }
        for (Set<PodKey> group : IsolatingPlacement.groups(snapshot, new HashSet<>(linked.keySet()))) {
            List<CachedPod> members = group.stream()
                    .flatMap(key -> Optional.ofNullable(linked.get(key)).stream())
                    .toList();
            long highest = members.stream()
                    .mapToLong(pod -> order.rank(pod.observed().info()))
                    .max()
                    .orElse(0);
            at(levels, highest).addGroup(members);
        }
        return List.copyOf(levels.values());
    }

    private void addGroup(List<CachedPod> members) {
        if (linked.isEmpty() || linked.getLast().size() + members.size() > DECIDED_TOGETHER) {
            linked.add(new ArrayList<>());
        }
        linked.getLast().addAll(members);
    }

    private static PriorityLevel at(Map<Long, PriorityLevel> levels, long rank) {
        return levels.computeIfAbsent(rank, _ -> new PriorityLevel());
    }
}
