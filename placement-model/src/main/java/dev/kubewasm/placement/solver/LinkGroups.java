package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parts the placed Pods of a working solution into what moves as one: a consumer and, of each provider that its node hosts, a
 * replica that no other has taken. Where consumers share a replica the first has it; the others may go to another.
 */
final class LinkGroups {
    private final PodLinks links;
    private final Map<Integer, PodPlacement> free = new HashMap<>();

    private LinkGroups(PodLinks links) {
        this.links = links;
    }

    /** The groups, those of consumers that nobody consumes first. */
    static List<List<PodPlacement>> of(PlacementSolution solution, PodLinks links) {
        LinkGroups parting = new LinkGroups(links);
        List<PodPlacement> placed = new ArrayList<>();
        for (PodPlacement pod : solution.getPods()) {
            if (pod.getNode() != null) {
                placed.add(pod);
                parting.free.put(pod.getIndex(), pod);
            }
        }
        placed.sort(Comparator.comparingInt((PodPlacement pod) -> links.depth(pod.getIndex()))
                .reversed()
                .thenComparingInt(PodPlacement::getIndex));
        List<List<PodPlacement>> groups = new ArrayList<>();
        for (PodPlacement pod : placed) {
            if (parting.free.remove(pod.getIndex()) != null) {
                groups.add(parting.group(pod));
            }
        }
        return groups;
    }

    private List<PodPlacement> group(PodPlacement consumer) {
        List<PodPlacement> group = new ArrayList<>(List.of(consumer));
        BitSet members = new BitSet();
        members.set(consumer.getIndex());
        for (int next = 0; next < group.size(); next++) {
            for (ProviderSet provider : links.providers(group.get(next).getIndex())) {
                if (!provider.boundOn(consumer.placedOn())
                        && provider.pending().stream().noneMatch(members::get)) {
                    @Nullable PodPlacement replica = take(provider, consumer.placedOn());
                    if (replica != null) {
                        members.set(replica.getIndex());
                        group.add(replica);
                    }
                }
            }
        }
        return group;
    }

    private @Nullable PodPlacement take(ProviderSet provider, NodeSlot node) {
        for (int member : provider.pending()) {
            @Nullable PodPlacement pod = free.get(member);
            if (pod != null && pod.getNode() == node) {
                free.remove(member);
                return pod;
            }
        }
        return null;
    }
}
