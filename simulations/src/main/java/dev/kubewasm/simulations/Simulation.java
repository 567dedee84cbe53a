package dev.kubewasm.simulations;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.measure.CallCosts;
import dev.kubewasm.simulations.measure.Measures;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.rebalance.Rebalanced;
import dev.kubewasm.simulations.report.EventRow;
import dev.kubewasm.simulations.report.NodeRow;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.report.StepRow;
import dev.kubewasm.simulations.report.StrategyResult;
import dev.kubewasm.simulations.report.StrategyResult.UnplacedRow;
import dev.kubewasm.simulations.situation.Described;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.OneShot;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.strategy.SearchCurve;
import dev.kubewasm.simulations.timeline.OverTime;
import dev.kubewasm.simulations.timeline.Timeline;
import dev.kubewasm.simulations.timeline.TimelineRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Columns side by side: one situation placed by several strategies, and variants of it.
 *
 * @param name of the simulation, for the report
 * @param cluster the one described
 * @param timeline what happens, if anything does
 * @param costs what calls over links are taken to be
 * @param settings seed and step limit, for the report; the seed is that of the timeline
 */
public record Simulation(
        String name, Described cluster, Optional<Timeline> timeline, CallCosts costs, PlacementSettings settings) {
    /**
     * Places the pending Pods of each column's situation, and those of the timeline as they come.
     *
     * @param columns what is compared
     * @param progress asked for before each column begins, and told how far it is
     */
    public SimulationReport run(List<Column> columns, Function<Column, Progress> progress) {
        Map<PodKey, NodeName> homes = cluster.homes();
        List<StrategyResult> results = new ArrayList<>();
        for (Column column : columns) {
            SearchCurve heard = new SearchCurve(progress.apply(column));
            results.add(
                    timeline.isPresent() ? overTime(column, timeline.get(), homes, heard) : once(column, homes, heard));
            heard.end();
        }
        Situation asked = cluster.toPlace();
        return new SimulationReport(
                name,
                settings.seed(),
                settings.stepLimit(),
                asked.snapshot().nodes().size(),
                asked.snapshot().pods().size(),
                asked.pending().size() + asked.refused().size(),
                timeline.map(EventRow::of).orElse(List.of()),
                homes.isEmpty() ? null : before(homes),
                results,
                null);
    }

    private StrategyResult before(Map<PodKey, NodeName> homes) {
        Measuring measuring = new Measuring(cluster.asItIs());
        return new StrategyResult(
                "before",
                "the cluster as it is",
                measuring.measures(0, 0, homes, costs),
                null,
                null,
                List.of(),
                null,
                NodeRow.all(cluster.asItIs().snapshot(), measuring.links(), Map.of(), homes),
                List.of());
    }

    private StrategyResult once(Column column, Map<PodKey, NodeName> homes, SearchCurve heard) {
        OneShot placed = OneShot.of(column.situation(), column.strategy(), heard);
        Optional<Rebalanced> rebalanced =
                column.rebalance().map(settled -> Rebalanced.of(placed.situation(), cluster, settled));
        Placement placement = placed.placement();
        Situation end = rebalanced.map(Rebalanced::situation).orElse(placed.situation());
        Measuring measuring = new Measuring(end);
        Measures measures = measuring.measures(
                placement.nodes().size(), placement.preempted().size(), homes, costs);
        Map<PodKey, NodeName> put = new TreeMap<>(placement.nodes());
        rebalanced.ifPresent(moved ->
                moved.plan().steps().forEach(step -> step.moves().forEach(move -> put.put(move.pod(), move.to()))));
        return new StrategyResult(
                column.name(),
                column.description(),
                measures,
                null,
                null,
                heard.found(),
                rebalanced.map(moved -> StepRow.of(moved.plan())).orElse(null),
                NodeRow.all(end.snapshot(), measuring.links(), put, homes),
                unplaced(end, placement));
    }

    private StrategyResult overTime(Column column, Timeline happening, Map<PodKey, NodeName> homes, SearchCurve heard) {
        TimelineRun.Result run =
                TimelineRun.run(column.situation(), happening, column.strategy(), settings.seed(), heard);
        OverTime overTime = run.overTime();
        Measuring measuring = new Measuring(run.end());
        return new StrategyResult(
                column.name(),
                column.description(),
                measuring.measures(overTime.bindings(), run.preempted(), homes, costs),
                overTime,
                null,
                List.of(),
                null,
                NodeRow.all(run.end().snapshot(), measuring.links(), arrived(measuring.where(), homes), homes),
                unplaced(run.end(), run.unplaced()));
    }

    /** Pods that weren't there at the beginning, or elsewhere. */
    private static Map<PodKey, NodeName> arrived(Map<PodKey, NodeName> where, Map<PodKey, NodeName> homes) {
        Map<PodKey, NodeName> arrived = new TreeMap<>(where);
        arrived.entrySet().removeIf(pod -> pod.getValue().equals(homes.get(pod.getKey())));
        return arrived;
    }

    private static List<UnplacedRow> unplaced(Situation situation, Placement placement) {
        TreeMap<PodKey, String> unplaced = new TreeMap<>(placement.unplaced());
        unplaced.putAll(situation.refused());
        return unplaced.entrySet().stream()
                .map(entry -> new UnplacedRow(entry.getKey().toString(), entry.getValue()))
                .toList();
    }
}
