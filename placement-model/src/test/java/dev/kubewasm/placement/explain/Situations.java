package dev.kubewasm.placement.explain;

import dev.kubewasm.placement.Nodes;
import dev.kubewasm.placement.Placer;
import dev.kubewasm.placement.Pods;
import dev.kubewasm.placement.WouldFit;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.testkit.Golden;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Places Pods, verifies what is said to help, and writes down what a user would read. */
final class Situations {
    private final StringBuilder text = new StringBuilder();

    /** Adds what becomes of {@code pods} on {@code nodes}. */
    void add(String title, List<Nodes> nodes, Pods... pods) {
        List<NodeFacts> nodeFacts = nodes.stream().map(Nodes::build).toList();
        List<PodFacts> podFacts = Arrays.stream(pods).map(Pods::build).toList();
        Snapshot snapshot = new Snapshot(nodeFacts, podFacts);
        List<PodKey> pending = podFacts.stream()
                .filter(pod -> pod.state().node().isEmpty())
                .map(PodFacts::key)
                .toList();
        PlacementResult result = new Placer().place(snapshot, pending, PlacementSettings.DEFAULT);
        WouldFit.verify(snapshot, result, title);
        WhyPlaced why = new WhyPlaced(snapshot, result, PlacementSettings.DEFAULT.weights());
        text.append("# ").append(title).append('\n');
        result.outcomes().forEach((key, outcome) -> {
            text.append(key).append(": ");
            switch (outcome) {
                case PodOutcome.Placed placed -> {
                    text.append(Explanations.text(why.of(key)));
                    placed.warnings()
                            .forEach(warning -> text.append("\n  warning: ").append(WiringText.text(key, warning)));
                }
                case PodOutcome.Unplaced none -> text.append(Explanations.text(key, none));
            }
            text.append('\n');
        });
        text.append('\n');
    }

    void check(String golden) {
        Golden.check(Path.of("src/test/resources/explanations", golden), text.toString());
    }
}
