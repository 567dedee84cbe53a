package dev.kubewasm.simulations;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.simulations.measure.LinkLatency;
import dev.kubewasm.simulations.measure.Measures;
import dev.kubewasm.simulations.measure.Measuring;
import dev.kubewasm.simulations.report.SimulationReport;
import dev.kubewasm.simulations.report.SimulationReport.NodeRow;
import dev.kubewasm.simulations.report.SimulationReport.PodRow;
import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import dev.kubewasm.simulations.report.SimulationReport.UnplacedRow;
import dev.kubewasm.simulations.situation.Situation;
import dev.kubewasm.simulations.strategy.Column;
import dev.kubewasm.simulations.strategy.OneShot;
import dev.kubewasm.simulations.strategy.Placement;
import dev.kubewasm.simulations.strategy.Progress;
import dev.kubewasm.simulations.timeline.OverTime;
import dev.kubewasm.simulations.timeline.Timeline;
import dev.kubewasm.simulations.timeline.TimelineRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns side by side: one situation placed by several strategies, and variants of it. */
public final class Simulation {
    private Simulation() {}

    /**
     * Places the pending Pods of each column's situation, and those of {@code timeline} as they come.
     *
     * @param name of the simulation, for the report
     * @param situation the one described, for the report
     * @param timeline what happens, if anything does
     * @param columns what is compared
     * @param latency what a call over a link is taken to cost
     * @param settings seed and step limit, for the report; the seed is that of the timeline
     * @param progress asked for before each column begins, and told how far it is
     */
    public static SimulationReport run(
            String name,
            Situation situation,
            Optional<Timeline> timeline,
            List<Column> columns,
            LinkLatency latency,
            PlacementSettings settings,
            Function<Column, Progress> progress) {
        List<StrategyResult> results = new ArrayList<>();
        for (Column column : columns) {
            Progress heard = progress.apply(column);
            results.add(
                    timeline.isPresent()
                            ? overTime(column, timeline.get(), latency, settings.seed(), heard)
                            : once(column, latency, heard));
            heard.end();
        }
        return new SimulationReport(
                name,
                settings.seed(),
                settings.stepLimit(),
                situation.snapshot().nodes().size(),
                situation.snapshot().pods().size(),
                situation.pending().size() + situation.refused().size(),
                results,
                null);
    }

    private static StrategyResult once(Column column, LinkLatency latency, Progress progress) {
        OneShot placed = OneShot.of(column.situation(), column.strategy(), progress);
        Placement placement = placed.placement();
        Measures measures = new Measuring(placed.situation())
                .measures(placement.nodes().size(), placement.preempted().size(), latency);
        return result(column, placed.situation(), placement, measures, null);
    }

    private static StrategyResult overTime(
            Column column, Timeline timeline, LinkLatency latency, long seed, Progress progress) {
        TimelineRun.Result run = TimelineRun.run(column.situation(), timeline, column.strategy(), seed, progress);
        OverTime overTime = run.overTime();
        Measures end = new Measuring(run.end()).measures(overTime.bindings(), run.preempted(), latency);
        return result(column, run.end(), run.unplaced(), end, overTime);
    }

    private static StrategyResult result(
            Column column, Situation situation, Placement placement, Measures measures, @Nullable OverTime overTime) {
        TreeMap<PodKey, String> unplaced = new TreeMap<>(placement.unplaced());
        unplaced.putAll(situation.refused());
        return new StrategyResult(
                column.name(),
                column.description(),
                measures,
                overTime,
                null,
                nodes(situation, placement),
                unplaced.entrySet().stream()
                        .map(entry -> new UnplacedRow(entry.getKey().toString(), entry.getValue()))
                        .toList());
    }

    private static List<NodeRow> nodes(Situation situation, Placement placement) {
        Map<NodeName, List<PodRow>> pods = new TreeMap<>();
        for (PodFacts pod : situation.snapshot().pods().values()) {
            if (pod.occupies()) {
                boolean placed = placement.nodes().containsKey(pod.key());
                pods.computeIfAbsent(pod.boundTo(), node -> new ArrayList<>()).add(PodRow.of(pod, placed));
            }
        }
        List<NodeRow> rows = new ArrayList<>();
        for (NodeFacts node : situation.snapshot().nodes().values()) {
            rows.add(NodeRow.of(node, pods.getOrDefault(node.name(), List.of())));
        }
        return rows;
    }
}
