package dev.kubewasm.simulations.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The measures of some columns side by side.
 *
 * @param columns each a measure's value by its name
 * @param names of the rows, in their order
 */
record MeasureTable(List<Map<String, Double>> columns, List<String> names) {
    /** The table of {@code results}. */
    static MeasureTable of(List<StrategyResult> results) {
        List<Map<String, Double>> columns =
                results.stream().map(StrategyResult::byName).toList();
        Set<String> names = new LinkedHashSet<>();
        columns.stream()
                .sorted((one, other) -> other.size() - one.size())
                .forEach(column -> names.addAll(column.keySet()));
        return new MeasureTable(columns, List.copyOf(names));
    }

    /** The same for people: without what it says about links, or about those from process to process, where there are none. */
    MeasureTable telling() {
        boolean links = any("links");
        boolean oneNode = any("sameNode");
        return new MeasureTable(
                columns,
                names.stream()
                        .filter(name -> links || !Measure.named(name).isAboutLinks())
                        .filter(name -> oneNode || !Measure.named(name).isAboutOneNode())
                        .toList());
    }

    private boolean any(String name) {
        return values(name).stream().anyMatch(value -> value > 0);
    }

    /** What a column says of a measure; one that is measured otherwise says nothing of some. */
    OptionalDouble value(int column, String name) {
        @Nullable Double value = columns.get(column).get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** What the columns say of a measure that say anything. */
    List<Double> values(String name) {
        return columns.stream()
                .filter(column -> column.containsKey(name))
                .map(column -> column.getOrDefault(name, 0.0))
                .toList();
    }
}
