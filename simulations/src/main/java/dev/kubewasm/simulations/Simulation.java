package dev.kubewasm.simulations;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.report.SimulationReport.NodeRow;
import dev.kubewasm.simulations.report.SimulationReport.PodRow;
import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import dev.kubewasm.simulations.report.SimulationReport.UnplacedRow;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.Strategies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One situation, placed by several strategies. */
public final class Simulation {
    private Simulation() {}

    /**
     * Places the pending Pods of {@code situation} by each of {@code strategies}.
     *
     * @param name of the simulation, for the report
     * @param settings seed and limits of the placement that searches; the seed is that of all strategies
     * @param progress hears of each strategy before it begins
     */
    public static SimulationReport run(
            String name,
            Situation situation,
            List<Strategies> strategies,
            PlacementSettings settings,
            Consumer<Strategies> progress) {
        Measuring measuring = new Measuring(situation);
        List<StrategyResult> results = new ArrayList<>();
        for (Strategies strategy : strategies) {
            progress.accept(strategy);
            Placement placement = strategy.make(settings).place(situation, Progress.NONE);
            results.add(result(strategy, situation, placement, measuring));
        }
        return new SimulationReport(
                name,
                settings.seed(),
                settings.stepLimit(),
                situation.snapshot().nodes().size(),
                situation.snapshot().pods().size(),
                situation.pending().size() + situation.refused().size(),
                results);
    }

    private static StrategyResult result(
            Strategies strategy, Situation situation, Placement placement, Measuring measuring) {
        TreeMap<PodKey, String> unplaced = new TreeMap<>(placement.unplaced());
        unplaced.putAll(situation.refused());
        return new StrategyResult(
                strategy.id(),
                strategy.description(),
                measuring.of(placement),
                nodes(situation, placement),
                unplaced.entrySet().stream()
                        .map(entry -> new UnplacedRow(entry.getKey().toString(), entry.getValue()))
                        .toList());
    }

    private static List<NodeRow> nodes(Situation situation, Placement placement) {
        Map<NodeName, List<PodRow>> pods = new TreeMap<>();
        for (PodFacts pod : situation.snapshot().pods().values()) {
            NodeName placed = placement.nodes().get(pod.key());
            if (placed != null) {
                pods.computeIfAbsent(placed, node -> new ArrayList<>()).add(PodRow.of(pod, true));
            } else if (pod.occupies()) {
                pods.computeIfAbsent(pod.boundTo(), node -> new ArrayList<>()).add(PodRow.of(pod, false));
            }
        }
        List<NodeRow> rows = new ArrayList<>();
        for (NodeFacts node : situation.snapshot().nodes().values()) {
            rows.add(NodeRow.of(node, pods.getOrDefault(node.name(), List.of())));
        }
        return rows;
    }
}
