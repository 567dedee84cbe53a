package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.core.ForbiddenNodes;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan for all pending Pods at once, those without links too, by the placement model alone: what {@code kube-wasm rebalance}
 * would aim at. Pods with rules that the model doesn't know are left out by name; others keep to the nodes that the rules of Pods which
 * are there leave them.
 */
final class OfflineStrategy implements BatchStrategy {
    private final Placer placer = new Placer();
    private final ForbiddenNodes rules = new ForbiddenNodes(Profile.of(ProfileSettings.DEFAULT));
    private final PlacementSettings settings;

    OfflineStrategy(PlacementSettings settings) {
        this.settings = settings;
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        TreeMap<PodKey, NodeName> nodes = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        Set<PodKey> known = new LinkedHashSet<>();
        for (PodKey key : situation.pending()) {
            if (Objects.requireNonNull(situation.view().pods().get(key)).mindsOtherPods()) {
                unplaced.put(
                        key,
                        "host ports, claims and disks, required affinity to Pods and hard spread are not known to a placement of all");
            } else {
                known.add(key);
            }
        }
        Snapshot marked = rules.marked(
                situation.snapshot(),
                known.stream()
                        .map(key ->
                                Objects.requireNonNull(situation.view().pods().get(key)))
                        .toList(),
                situation.view().cluster());
        placer.place(marked, known.stream().sorted().toList(), settings, progress)
                .outcomes()
                .forEach((pod, outcome) -> {
                    switch (outcome) {
                        case PodOutcome.Placed placed -> nodes.put(pod, placed.node());
                        case PodOutcome.Unplaced none -> unplaced.put(pod, Explanations.text(pod, none));
                    }
                    progress.step();
                });
        return new Placement(nodes, unplaced);
    }
}
