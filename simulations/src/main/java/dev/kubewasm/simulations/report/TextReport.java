package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.migrate.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The report for people at a terminal: the measures side by side, then why Pods are unplaced. */
public final class TextReport {
    private static final int REASONS = 20;

    private TextReport() {}

    /** The text, ending in a line end. */
    public static String render(SimulationReport report) {
        StringBuilder text = new StringBuilder();
        text.append("%s: %d nodes, %d Pods, %d of them want a node; seed %d\n\n"
                .formatted(report.name(), report.nodes(), report.pods(), report.wanting(), report.seed()));
        appendTable(text, measures(report));
        if (report.strategies().getFirst().overSeeds() != null) {
            text.append("\nOver all seeds, mean and half of its 95 % interval:\n\n");
            appendTable(text, intervals(report.strategies()));
        }
        MigrationPlan plan = report.migration();
        if (plan != null) {
            text.append("\nMigration by ")
                    .append(plan.strategy())
                    .append(": which workload is made a component next, for the least ")
                    .append(String.join(", then ", plan.by()))
                    .append(":\n\n");
            appendTable(text, MigrationTable.columns(plan));
        }
        for (StrategyResult result : report.strategies()) {
            appendUnplaced(text, result);
            appendSteps(text, result);
        }
        return text.toString();
    }

    private static List<List<String>> measures(SimulationReport report) {
        List<StrategyResult> results = report.columns();
        MeasureTable table = MeasureTable.of(results).telling();
        List<List<String>> columns = names(table);
        for (int i = 0; i < results.size(); i++) {
            int column = i;
            columns.add(column(results.get(i), table, name -> table.value(column, name).stream()
                    .mapToObj(Measure.named(name)::text)
                    .findFirst()
                    .orElse("-")));
        }
        return columns;
    }

    private static List<List<String>> intervals(List<StrategyResult> results) {
        MeasureTable table = MeasureTable.of(results).telling();
        List<List<String>> columns = names(table);
        for (StrategyResult result : results) {
            Map<String, SeedInterval> intervals = Objects.requireNonNull(result.overSeeds());
            columns.add(column(result, table, name -> {
                Measure measure = Measure.named(name);
                SeedInterval interval = Objects.requireNonNull(intervals.get(name));
                return measure.exactly(interval.mean()) + " ± " + measure.exactly(interval.halfWidth());
            }));
        }
        return columns;
    }

    private static List<List<String>> names(MeasureTable table) {
        List<String> names = new ArrayList<>(List.of("MEASURE"));
        names.addAll(table.names());
        return new ArrayList<>(List.of(names));
    }

    private static List<String> column(StrategyResult result, MeasureTable table, UnaryOperator<String> cell) {
        List<String> column = new ArrayList<>(List.of(result.strategy().toUpperCase(Locale.ROOT)));
        table.names().forEach(name -> column.add(cell.apply(name)));
        return column;
    }

    private static void appendTable(StringBuilder text, List<List<String>> columns) {
        int[] widths = columns.stream()
                .mapToInt(
                        column -> column.stream().mapToInt(String::length).max().orElse(0))
                .toArray();
        for (int row = 0; row < columns.getFirst().size(); row++) {
            for (int i = 0; i < columns.size(); i++) {
                String cell = columns.get(i).get(row);
                String gap = " ".repeat(widths[i] - cell.length());
                // Names to the left, figures to the right.
                text.append(i == 0 ? cell + gap : "  " + gap + cell);
            }
            text.append('\n');
        }
    }

    private static void appendUnplaced(StringBuilder text, StrategyResult result) {
        if (result.unplaced().isEmpty()) {
            return;
        }
        text.append('\n')
                .append(result.strategy())
                .append(" leaves ")
                .append(result.unplaced().size());
        text.append(result.unplaced().size() == 1 ? " Pod" : " Pods").append(" without a node:\n");
        result.unplaced().stream().limit(REASONS).forEach(row -> text.append("  ")
                .append(row.pod())
                .append(": ")
                .append(row.reason().strip().replace("\n", "\n      "))
                .append('\n'));
        if (result.unplaced().size() > REASONS) {
            text.append("  and ")
                    .append(result.unplaced().size() - REASONS)
                    .append(" more (all of them with --output json)\n");
        }
    }

    private static void appendSteps(StringBuilder text, StrategyResult result) {
        List<StepRow> steps = result.steps();
        if (steps == null) {
            return;
        }
        text.append('\n').append(result.strategy());
        text.append(steps.isEmpty() ? " moves nobody: no move pays\n" : " moves, one step after the other:\n");
        for (int i = 0; i < Math.min(REASONS, steps.size()); i++) {
            StepRow step = steps.get(i);
            text.append("  %d. gains %d for %d: ".formatted(i + 1, step.gain(), step.price()));
            text.append(step.moves().stream()
                            .map(move -> move.pod() + ": " + move.from() + " -> " + move.to())
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        if (steps.size() > REASONS) {
            text.append("  and ")
                    .append(steps.size() - REASONS)
                    .append(" steps more (all of them with --output json)\n");
        }
    }
}
