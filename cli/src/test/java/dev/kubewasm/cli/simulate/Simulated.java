package dev.kubewasm.cli.simulate;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.Simulation;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.report.StrategyResult;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the simulator says Kube-Wasm would do. */
public final class Simulated {
    private Simulated() {}

    /** With the pending Pods of a cluster. */
    public static StrategyResult byKubeWasm(ClusterPicture picture, PlacementSettings settings) {
        Situation situation = new Situation(picture.snapshot(), picture.pending(), picture.view(), picture.refused());
        Column column = Column.of(Strategies.KUBE_WASM, situation, settings);
        return new Simulation("test", Described.of(situation), Optional.empty(), CallCosts.DEFAULT, settings)
                .run(List.of(column), _ -> Progress.NONE)
                .strategies()
                .getFirst();
    }

    /** The node of each Pod in the end; empty if it has none. */
    public static SortedMap<String, String> nodes(StrategyResult result) {
        TreeMap<String, String> nodes = new TreeMap<>();
        result.nodes().forEach(node -> node.pods().forEach(pod -> nodes.put(pod.pod(), node.name())));
        result.unplaced().forEach(pod -> nodes.put(pod.pod(), ""));
        return nodes;
    }
}
