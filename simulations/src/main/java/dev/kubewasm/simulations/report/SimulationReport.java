package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.simulations.migrate.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a simulation. It holds no times: the same input and seed give the same report.
 *
 * @param name of the simulation
 * @param seed of all strategies
 * @param stepLimit of the placement that searches
 * @param nodes how many nodes there are
 * @param pods how many Pods there are, pending ones included
 * @param wanting how many of them want a node
 * @param events what the timeline names, by time; none without a timeline
 * @param before the cluster as it is, if Pods have nodes
 * @param strategies a result each, in the order asked for
 * @param migration in which order to make containers components, if that was asked for
 */
@JsonPropertyOrder({
    "name",
    "seed",
    "stepLimit",
    "nodes",
    "pods",
    "wanting",
    "events",
    "before",
    "strategies",
    "migration"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulationReport(
        String name,
        long seed,
        int stepLimit,
        int nodes,
        int pods,
        int wanting,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EventRow> events,
        @Nullable StrategyResult before,
        List<StrategyResult> strategies,
        @Nullable MigrationPlan migration) {
    public SimulationReport {
        events = List.copyOf(events);
        strategies = List.copyOf(strategies);
    }

    /** The same with a plan. */
    public SimulationReport withMigration(MigrationPlan plan) {
        return new SimulationReport(name, seed, stepLimit, nodes, pods, wanting, events, before, strategies, plan);
    }

    /** What stands side by side: the cluster as it is, if that is known, and the strategies. */
    List<StrategyResult> columns() {
        return Stream.concat(Stream.ofNullable(before), strategies.stream()).toList();
    }

    /**
     * The first of reports of the same columns by several seeds, with their measures over all. One report alone stays as it
     * is.
     */
    public static SimulationReport over(List<SimulationReport> seeds) {
        SimulationReport first = seeds.getFirst();
        if (seeds.size() == 1) {
            return first;
        }
        List<StrategyResult> results = new ArrayList<>();
        for (int i = 0; i < first.strategies.size(); i++) {
            int column = i;
            results.add(first.strategies
                    .get(column)
                    .over(seeds.stream()
                            .map(report -> report.strategies.get(column))
                            .toList()));
        }
        return new SimulationReport(
                first.name,
                first.seed,
                first.stepLimit,
                first.nodes,
                first.pods,
                first.wanting,
                first.events,
                first.before,
                results,
                first.migration);
    }
}
