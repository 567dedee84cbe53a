package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;

import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.report.StrategyResult.UnplacedRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The report as one HTML file that needs nothing else: no network, no fonts. Figures are text, colour says nothing that text
 * doesn't, and it prints. Its script only draws the links of what is chosen and says them; without it nothing is missing from
 * the figures.
 */
public final class HtmlReport {
    /** Up to so many nodes, and Pods on them, are drawn one by one. */
    private static final int NODES_DRAWN = 100;

    private static final int PODS_DRAWN = 2_000;

    private final StringBuilder html = new StringBuilder();
    private final SimulationReport report;
    private final Map<String, NodeRow> before = new HashMap<>();

    private HtmlReport(SimulationReport report) {
        this.report = report;
        if (report.before() != null) {
            report.before().nodes().forEach(node -> before.put(node.name(), node));
        }
    }

    /** The file's text. */
    public static String render(SimulationReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n<title>")
                .append(escape(report.name()))
                .append("</title>\n<style>\n")
                .append(HtmlText.resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escape(report.name()))
                .append("</h1>\n<p class=\"lead\">")
                .append(format(
                        "%d nodes, %d Pods, %d of them want a node.", report.nodes(), report.pods(), report.wanting()))
                .append("</p>\n");
        contents();
        HtmlSummary.append(html, report);
        TimeCharts.append(html, report);
        MigrationPlan plan = report.migration();
        if (plan != null) {
            MigrationTable.append(html, plan);
        }
        List<StrategyResult> columns = report.columns();
        for (int i = 0; i < columns.size(); i++) {
            column("column-" + i, columns.get(i));
        }
        html.append("</main>\n<footer>Seed ")
                .append(report.seed())
                .append(", at most ")
                .append(report.stepLimit())
                .append(" steps. The same input and seed give the same report.</footer>\n<script>\n")
                .append(HtmlText.resource("report.js"))
                .append("</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void contents() {
        List<StrategyResult> columns = report.columns();
        html.append("<nav aria-label=\"Contents\"><ul>");
        for (int i = 0; i < columns.size(); i++) {
            html.append(format(
                    "<li><a href=\"#column-%d\">%s</a></li>",
                    i, escape(columns.get(i).strategy())));
        }
        html.append("</ul></nav>\n");
    }

    private void column(String id, StrategyResult result) {
        html.append(format(
                "<section id=\"%s\">\n<h2>%s</h2>\n<p>%s. %d of %d nodes have Pods.%s</p>\n",
                id,
                escape(result.strategy()),
                escape(result.description()),
                result.measures().nodes(),
                result.nodes().size(),
                changes(result)));
        unplaced(result.unplaced());
        steps(result.steps());
        NodeCalls calls = NodeCalls.of(result.nodes());
        CallArcs.append(html, result.nodes(), calls);
        html.append("<h3>Nodes and their Pods</h3>\n");
        int pods = result.nodes().stream().mapToInt(node -> node.pods().size()).sum();
        if (result.nodes().size() <= NODES_DRAWN && pods <= PODS_DRAWN) {
            NodeCards.append(html, result.nodes(), isBefore(result) ? Map.of() : before);
        } else {
            NodeGrid.append(html, result.nodes(), calls);
        }
        html.append("</section>\n");
    }

    @SuppressWarnings("ReferenceEquality") // the one column and not one that is equal
    private boolean isBefore(StrategyResult result) {
        return result == report.before();
    }

    /** What became of the Pods that had a node. */
    private String changes(StrategyResult result) {
        if (before.isEmpty() || isBefore(result)) {
            return "";
        }
        long had =
                before.values().stream().mapToLong(node -> node.pods().size()).sum();
        long stayed = 0;
        long moved = 0;
        long others = 0;
        for (NodeRow node : result.nodes()) {
            NodeRow was = before.get(node.name());
            List<String> there = was == null
                    ? List.of()
                    : was.pods().stream().map(PodRow::pod).toList();
            Set<String> here = new HashSet<>(there);
            for (PodRow pod : node.pods()) {
                if (here.contains(pod.pod())) {
                    stayed++;
                } else if (pod.from() != null) {
                    moved++;
                } else {
                    others++;
                }
            }
        }
        return format(
                " Of %d Pods that had a node before, %d stayed, %d moved and %d are gone or wait; %d others came.",
                had, stayed, moved, had - stayed - moved, others);
    }

    private void steps(@Nullable List<StepRow> steps) {
        if (steps == null) {
            return;
        }
        if (steps.isEmpty()) {
            html.append("<p>No move pays.</p>\n");
            return;
        }
        html.append(format(
                "<details open>\n<summary>%d %s, in this order</summary>\n<ol class=\"steps\">\n",
                steps.size(), steps.size() == 1 ? "step" : "steps"));
        for (StepRow step : steps) {
            String moves = step.moves().stream()
                    .map(move -> format("%s: %s → %s", escape(move.pod()), escape(move.from()), escape(move.to())))
                    .collect(Collectors.joining("; "));
            html.append(format("<li>%s (gains %d for %d)</li>\n", moves, step.gain(), step.price()));
        }
        html.append("</ol>\n</details>\n");
    }

    private void unplaced(List<UnplacedRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        html.append("<details open>\n<summary>")
                .append(rows.size())
                .append(rows.size() == 1 ? " Pod has" : " Pods have")
                .append(" no node</summary>\n<dl>\n");
        rows.forEach(row -> html.append("<dt>")
                .append(escape(row.pod()))
                .append("</dt><dd>")
                .append(escape(row.reason()))
                .append("</dd>\n"));
        html.append("</dl>\n</details>\n");
    }
}
