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
 *     first bindings needn't wait for the last decisions; each such batch is placed by the profile of its first Pod
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
        Comparator<CachedPod> mostImportantFirst = Comparator.comparingLong(
                        (CachedPod pod) -> order.rank(pod.observed().info()))
                .reversed();
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
                    .sorted(mostImportantFirst)
                    .toList();
            at(levels, order.rank(members.getFirst().observed().info())).addGroup(members);
        }
        return List.copyOf(levels.values());
    }

    /** @param members first the one by whose profile they are placed */
    private void addGroup(List<CachedPod> members) {
        String profile = members.getFirst().profile();
        List<CachedPod> batch = linked.reversed().stream()
                .filter(other -> other.getFirst().profile().equals(profile))
                .findFirst()
                .filter(last -> last.size() + members.size() <= DECIDED_TOGETHER)
                .orElseGet(() -> {
                    List<CachedPod> fresh = new ArrayList<>();
                    linked.add(fresh);
                    return fresh;
                });
        batch.addAll(members);
    }

    private static PriorityLevel at(Map<Long, PriorityLevel> levels, long rank) {
        return levels.computeIfAbsent(rank, _ -> new PriorityLevel());
    }
}
