package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.Residence;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which bound Pods take part in a rebalancing. */
final class Movability {
    private Movability() {}

    /**
     * The Pods that take part, by name: those that may be moved, and those that are linked to one of them.
     *
     * @param candidates Pods that may be moved as far as their owners are concerned
     */
    static Map<PodKey, Residence> of(
            Snapshot snapshot, WiringGraph wiring, Set<PodKey> candidates, Disruptions disruptions) {
        Set<PodKey> movable = new TreeSet<>();
        for (PodKey key : candidates) {
            PodFacts pod =
                    snapshot.pod(key).orElseThrow(() -> new IllegalArgumentException("the snapshot has no Pod " + key));
            if (settled(pod, snapshot)
                    && pod.state().ready()
                    && mayLeave(pod.workload())
                    && disruptions.allow(List.of(key))
                    && Placer.obstacle(pod, wiring.of(key)).isEmpty()) {
                movable.add(key);
            }
        }
        Map<PodKey, Residence> residences = new TreeMap<>();
        IdentityHashMap<PodWiring, Boolean> tied = new IdentityHashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            boolean moves = movable.contains(pod.key());
            if (moves
                    || (settled(pod, snapshot)
                            && tied.computeIfAbsent(wiring.of(pod.key()), links -> tied(links, movable)))) {
                residences.put(pod.key(), new Residence(pod.boundTo(), moves));
            }
        }
        return residences;
    }

    /** A Pod of a Job would lose its work. */
    private static boolean mayLeave(WorkloadRef workload) {
        return !workload.isBarePod()
                && !workload.tiesPodsToNodes()
                && !workload.kind().equals("Job");
    }

    private static boolean settled(PodFacts pod, Snapshot snapshot) {
        return pod.occupies() && !pod.state().terminating() && snapshot.nodes().containsKey(pod.boundTo());
    }

    private static boolean tied(PodWiring wiring, Set<PodKey> movable) {
        return wiring.links().stream()
                .anyMatch(link -> link.provider().pods().stream().anyMatch(movable::contains));
    }
}
