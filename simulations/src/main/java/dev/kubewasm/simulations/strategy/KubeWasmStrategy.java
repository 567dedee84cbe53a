package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.explain.Explanations;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.TreeMap;

/** What the scheduler would decide: the same {@link Placer}, audited like there. */
final class KubeWasmStrategy implements Strategy {
    private final Placer placer = new Placer();
    private final PlacementSettings settings;

    KubeWasmStrategy(PlacementSettings settings) {
        this.settings = settings;
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        TreeMap<PodKey, NodeName> nodes = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        placer.place(situation.snapshot(), situation.pending(), settings)
                .outcomes()
                .forEach((pod, outcome) -> {
                    switch (outcome) {
                        case PodOutcome.Placed placed -> nodes.put(pod, placed.node());
                        case PodOutcome.Unplaced none -> unplaced.put(pod, Explanations.text(pod, none));
                    }
                });
        return new Placement(nodes, unplaced);
    }
}
