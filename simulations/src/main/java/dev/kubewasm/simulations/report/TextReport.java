package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/** The report for people at a terminal: the measures side by side, then why Pods are unplaced. */
public final class TextReport {
    private static final int REASONS = 20;

    private TextReport() {}

    /** The text, ending in a line end. */
    public static String render(SimulationReport report) {
        StringBuilder text = new StringBuilder();
        text.append("%s: %d nodes, %d Pods, %d of them want a node; seed %d%n%n"
                .formatted(report.name(), report.nodes(), report.pods(), report.wanting(), report.seed())
                .replace(System.lineSeparator(), "\n"));
        appendTable(text, columns(report, (result, name) -> Measure.named(name)
                .text(Objects.requireNonNull(result.byName().get(name)))));
        if (report.strategies().getFirst().overSeeds() != null) {
            text.append("\nOver all seeds, mean and half of its 95 % interval:\n\n");
            appendTable(text, columns(report, TextReport::interval));
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
        }
        return text.toString();
    }

    private static List<List<String>> columns(
            SimulationReport report, BiFunction<StrategyResult, String, String> cell) {
        Set<String> names = report.strategies().getFirst().byName().keySet();
        List<List<String>> columns = new ArrayList<>();
        columns.add(new ArrayList<>(List.of("MEASURE")));
        columns.getFirst().addAll(names);
        for (StrategyResult result : report.strategies()) {
            List<String> column = new ArrayList<>(List.of(result.strategy().toUpperCase(Locale.ROOT)));
            names.forEach(name -> column.add(cell.apply(result, name)));
            columns.add(column);
        }
        return columns;
    }

    private static String interval(StrategyResult result, String name) {
        Measure measure = Measure.named(name);
        SeedInterval interval = Objects.requireNonNull(
                Objects.requireNonNull(result.overSeeds()).get(name));
        return measure.exactly(interval.mean()) + " ± " + measure.exactly(interval.halfWidth());
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
}
