package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        List<List<String>> columns = new ArrayList<>();
        columns.add(new ArrayList<>(List.of("MEASURE")));
        report.strategies().getFirst().byName().keySet().forEach(columns.getFirst()::add);
        for (StrategyResult result : report.strategies()) {
            List<String> column = new ArrayList<>(List.of(result.strategy().toUpperCase(Locale.ROOT)));
            result.byName().forEach((name, value) -> column.add(Figures.text(name, value)));
            columns.add(column);
        }
        appendTable(text, columns);
        for (StrategyResult result : report.strategies()) {
            appendUnplaced(text, result);
        }
        return text.toString();
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
