package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;

import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.migrate.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** A migration plan as a table: what the cluster takes after each step, and in parentheses what changed by it. */
final class MigrationTable {
    private static final List<Column> FIGURES = List.of(
            new Column("PENDING", "Pods without a node", Standing::pending, ""),
            new Column("COST", "Cost of nodes in use", Standing::cost, ""),
            new Column("NODES", "Nodes in use", Standing::nodes, ""),
            new Column("TRAFFIC", "Traffic out of process", Standing::traffic, ""),
            new Column("CPU", "CPU requested", Standing::cpuMilli, "m"),
            new Column("MEMORY", "Memory requested", standing -> standing.memoryBytes() >> 20, "Mi"));

    private MigrationTable() {}

    private record Column(String head, String label, ToLongFunction<Standing> amount, String unit) {
        String text(Standing standing) {
            return amount.applyAsLong(standing) + unit;
        }

        String text(Standing before, Standing after) {
            long change = amount.applyAsLong(after) - amount.applyAsLong(before);
            return text(after) + (change == 0 ? "" : " (" + (change > 0 ? "+" : "") + change + ")");
        }
    }

    /** Column by column, the heads first. */
    static List<List<String>> columns(MigrationPlan plan) {
        List<List<String>> columns = new ArrayList<>();
        columns.add(new ArrayList<>(List.of("WORKLOAD", "all as containers")));
        columns.add(new ArrayList<>(List.of("PODS", "")));
        for (MigrationPlan.Step step : plan.steps()) {
            columns.get(0).add(step.workload());
            columns.get(1).add(String.valueOf(step.pods()));
        }
        for (Column figure : FIGURES) {
            columns.add(figures(figure, plan));
        }
        return columns;
    }

    private static List<String> figures(Column figure, MigrationPlan plan) {
        List<String> column = new ArrayList<>(List.of(figure.head(), figure.text(plan.asContainers())));
        Standing before = plan.asContainers();
        for (MigrationPlan.Step step : plan.steps()) {
            column.add(figure.text(before, step.after()));
            before = step.after();
        }
        return column;
    }

    /** A section with the table. */
    static void append(StringBuilder html, MigrationPlan plan) {
        html.append("<section>\n<h2>Migration</h2>\n<p>Which workload is made a component next, for the least ")
                .append(escape(String.join(", then ", plan.by())))
                .append("; placed by ")
                .append(escape(plan.strategy()))
                .append(
                        ".</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Migration\"><table>\n")
                .append(
                        "<caption>What the cluster takes after each step; in parentheses what changed by it.</caption>\n")
                .append("<thead><tr><th scope=\"col\">Workload</th><th scope=\"col\">Pods</th>");
        FIGURES.forEach(figure ->
                html.append("<th scope=\"col\">").append(figure.label()).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        List<List<String>> columns = columns(plan);
        for (int row = 1; row < columns.getFirst().size(); row++) {
            html.append("<tr><th scope=\"row\">")
                    .append(escape(columns.getFirst().get(row)))
                    .append("</th>");
            for (List<String> column : columns.subList(1, columns.size())) {
                html.append("<td>").append(escape(column.get(row))).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n</section>\n");
    }
}
