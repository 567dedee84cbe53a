package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.simulations.measure.Measures;
import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.timeline.OverTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param strategies a result each, in the order asked for
 * @param migration in which order to make containers components, if that was asked for
 */
@JsonPropertyOrder({"name", "seed", "stepLimit", "nodes", "pods", "wanting", "strategies", "migration"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulationReport(
        String name,
        long seed,
        int stepLimit,
        int nodes,
        int pods,
        int wanting,
        List<StrategyResult> strategies,
        @Nullable MigrationPlan migration) {
    public SimulationReport {
        strategies = List.copyOf(strategies);
    }

    /** The same with a plan. */
    public SimulationReport withMigration(MigrationPlan plan) {
        return new SimulationReport(name, seed, stepLimit, nodes, pods, wanting, strategies, plan);
    }

    /**
     * What one strategy did.
     *
     * @param strategy its name
     * @param description what it does
     * @param measures what its placement is worth
     * @param overTime what it was worth over time, if there is a timeline; the rest is of its end then
     * @param overSeeds each measure over several seeds, if several were run; the rest is of the first
     * @param nodes every node with its Pods, in the order of their names
     * @param unplaced Pods without a node and why
     */
    @JsonPropertyOrder({"strategy", "description", "measures", "overTime", "overSeeds", "nodes", "unplaced"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StrategyResult(
            String strategy,
            String description,
            Measures measures,
            @Nullable OverTime overTime,
            @Nullable Map<String, SeedInterval> overSeeds,
            List<NodeRow> nodes,
            List<UnplacedRow> unplaced) {
        public StrategyResult {
            nodes = List.copyOf(nodes);
            unplaced = List.copyOf(unplaced);
        }

        /** All measures by the names that reports and goals use, those over time after the others. */
        public Map<String, Double> byName() {
            Map<String, Double> all = new LinkedHashMap<>(measures.byName());
            if (overTime != null) {
                all.putAll(overTime.byName());
            }
            return all;
        }

        /** The same, their means where there are several seeds: what goals look at. */
        public Map<String, Double> means() {
            Map<String, Double> all = byName();
            if (overSeeds != null) {
                overSeeds.forEach((name, interval) -> all.put(name, interval.mean()));
            }
            return all;
        }

        private StrategyResult over(List<StrategyResult> seeds) {
            Map<String, SeedInterval> intervals = new LinkedHashMap<>();
            for (String name : byName().keySet()) {
                intervals.put(
                        name,
                        SeedInterval.of(seeds.stream()
                                .map(result ->
                                        Objects.requireNonNull(result.byName().get(name)))
                                .toList()));
            }
            return new StrategyResult(strategy, description, measures, overTime, intervals, nodes, unplaced);
        }
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
                results,
                first.migration);
    }

    /**
     * A node.
     *
     * @param name its name
     * @param zone its zone, if it says
     * @param cpuMilli allocatable CPU in milli-CPU
     * @param memoryBytes allocatable memory
     * @param pods what is on it
     */
    @JsonPropertyOrder({"name", "zone", "cpuMilli", "memoryBytes", "pods"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NodeRow(String name, @Nullable String zone, long cpuMilli, long memoryBytes, List<PodRow> pods) {
        public NodeRow {
            pods = List.copyOf(pods);
        }

        /** The row of {@code node} with {@code pods} on it. */
        public static NodeRow of(NodeFacts node, List<PodRow> pods) {
            return new NodeRow(
                    node.name().value(),
                    node.zone().orElse(null),
                    node.allocatable().get(ResourceName.CPU),
                    node.allocatable().get(ResourceName.MEMORY),
                    pods);
        }

        long requestedCpu() {
            return pods.stream().mapToLong(PodRow::cpuMilli).sum();
        }

        long requestedMemory() {
            return pods.stream().mapToLong(PodRow::memoryBytes).sum();
        }
    }

    /**
     * A Pod on a node.
     *
     * @param pod {@code namespace/name}
     * @param workload its workload, {@code kind/name}
     * @param cpuMilli requested CPU in milli-CPU
     * @param memoryBytes requested memory
     * @param placed whether the strategy put it there; it was there before otherwise
     */
    @JsonPropertyOrder({"pod", "workload", "cpuMilli", "memoryBytes", "placed"})
    public record PodRow(String pod, String workload, long cpuMilli, long memoryBytes, boolean placed) {
        /** The row of {@code pod}. */
        public static PodRow of(PodFacts pod, boolean placed) {
            return new PodRow(
                    pod.key().toString(),
                    pod.workload().shortName(),
                    pod.requests().get(ResourceName.CPU),
                    pod.requests().get(ResourceName.MEMORY),
                    placed);
        }
    }

    /** A Pod without a node, {@code namespace/name}, and why. */
    @JsonPropertyOrder({"pod", "reason"})
    public record UnplacedRow(String pod, String reason) {}
}
