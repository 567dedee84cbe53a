package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.simulations.measure.Measures;
import dev.kubewasm.simulations.strategy.SearchCurve;
import dev.kubewasm.simulations.timeline.OverTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one strategy did.
 *
 * @param strategy its name
 * @param description what it does
 * @param measures what its placement is worth
 * @param overTime what it was worth over time, if there is a timeline; the rest is of its end then
 * @param overSeeds each measure over several seeds, if several were run; the rest is of the first
 * @param search the placements that it found one after the other, each better than those before, if it searched for all
 *     nodes at once
 * @param steps what was moved then, in this order, if it was rebalanced
 * @param nodes every node with its Pods, in the order of their names
 * @param unplaced Pods without a node and why
 */
@JsonPropertyOrder({
    "strategy",
    "description",
    "measures",
    "overTime",
    "overSeeds",
    "search",
    "steps",
    "nodes",
    "unplaced"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StrategyResult(
        String strategy,
        String description,
        Measures measures,
        @Nullable OverTime overTime,
        @Nullable Map<String, SeedInterval> overSeeds,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SearchCurve.Best> search,
        @Nullable List<StepRow> steps,
        List<NodeRow> nodes,
        List<UnplacedRow> unplaced) {
    public StrategyResult {
        search = List.copyOf(search);
        steps = steps == null ? null : List.copyOf(steps);
        nodes = List.copyOf(nodes);
        unplaced = List.copyOf(unplaced);
    }

    /** A Pod without a node, {@code namespace/name}, and why. */
    @JsonPropertyOrder({"pod", "reason"})
    public record UnplacedRow(String pod, String reason) {}

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

    /** The same with its measures over several seeds. */
    StrategyResult over(List<StrategyResult> seeds) {
        Map<String, SeedInterval> intervals = new LinkedHashMap<>();
        for (String name : byName().keySet()) {
            intervals.put(
                    name,
                    SeedInterval.of(seeds.stream()
                            .map(result ->
                                    Objects.requireNonNull(result.byName().get(name)))
                            .toList()));
        }
        return new StrategyResult(strategy, description, measures, overTime, intervals, search, steps, nodes, unplaced);
    }
}
