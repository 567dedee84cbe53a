package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.port.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * First fit, for tests of the cycle around it: fast, and wrong about nothing it knows. A Pod with label {@code needs: x}
 * goes to a node with a Pod of label {@code provides: x}; Pods that need nothing are placed first.
 */
final class NaivePlacement implements PlacementStage {
    @Override
    public Plan plan(Snapshot snapshot, Set<PodKey> pending, PlacementSettings settings) {
        Map<NodeName, Resources> free = new TreeMap<>();
        for (NodeFacts node : snapshot.nodes().values()) {
            free.put(node.name(), node.allocatable());
        }
        Map<PodKey, NodeName> at = new HashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            if (pod.occupies()) {
                pod.state().node().filter(free::containsKey).ifPresent(node -> {
                    free.computeIfPresent(node, (_, room) -> room.minus(pod.demand()));
                    at.put(pod.key(), node);
                });
            }
        }
        List<PlannedBinding> planned = new ArrayList<>();
        Map<PodKey, Refusal> unplaced = new LinkedHashMap<>();
        for (boolean needy : new boolean[] {false, true}) {
            for (PodKey key : pending.stream().sorted().toList()) {
                PodFacts pod = snapshot.pod(key).orElseThrow();
                if (pod.labels().containsKey(Fixtures.NEEDS) == needy) {
                    place(pod, snapshot, free, at)
                            .ifPresentOrElse(
                                    planned::add,
                                    () -> unplaced.put(
                                            key, new Refusal("no node has room for it", Rejectors.PLACEMENT)));
                }
            }
        }
        return new Plan(planned, unplaced);
    }

    private static Optional<PlannedBinding> place(
            PodFacts pod, Snapshot snapshot, Map<NodeName, Resources> free, Map<PodKey, NodeName> at) {
        String needed = pod.labels().get(Fixtures.NEEDS);
        for (NodeName node : free.keySet()) {
            if (!pod.demand().fits(free.get(node))) {
                continue;
            }
            Optional<PodKey> provider = Optional.empty();
            if (needed != null) {
                provider = snapshot.pods().values().stream()
                        .filter(p -> needed.equals(p.labels().get(Fixtures.PROVIDES)))
                        .map(PodFacts::key)
                        .filter(p -> node.equals(at.get(p)))
                        .findFirst();
                if (provider.isEmpty()) {
                    continue;
                }
            }
            free.computeIfPresent(node, (_, room) -> room.minus(pod.demand()));
            at.put(pod.key(), node);
            return Optional.of(new PlannedBinding(
                    Binding.of(pod.key(), pod.uid(), node, Map.of("wired", needed == null ? "" : needed)),
                    provider.map(Set::of).orElse(Set.of())));
        }
        return Optional.empty();
    }
}
