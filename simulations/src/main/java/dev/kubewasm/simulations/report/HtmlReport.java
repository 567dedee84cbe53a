package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;

import dev.kubewasm.simulations.migrate.MigrationPlan;
import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import dev.kubewasm.simulations.report.SimulationReport.UnplacedRow;
import dev.kubewasm.simulations.timeline.OverTime.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The report as one HTML file that needs nothing else: no scripts, no fonts, no network. Figures are text, colour says
 * nothing that text doesn't, and it prints.
 */
public final class HtmlReport {
    private final StringBuilder html = new StringBuilder();
    private final SimulationReport report;

    private HtmlReport(SimulationReport report) {
        this.report = report;
    }

    /** The file's text. */
    public static String render(SimulationReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n<title>")
                .append(escape(report.name()))
                .append("</title>\n<style>\n")
                .append(css())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escape(report.name()))
                .append("</h1>\n<p class=\"lead\">")
                .append("%d nodes, %d Pods, %d of them want a node."
                        .formatted(report.nodes(), report.pods(), report.wanting()))
                .append("</p>\n");
        HtmlSummary.append(html, report);
        overTime();
        MigrationPlan plan = report.migration();
        if (plan != null) {
            MigrationTable.append(html, plan);
        }
        report.strategies().forEach(this::strategy);
        html.append("</main>\n<footer>Seed ")
                .append(report.seed())
                .append(", at most ")
                .append(report.stepLimit())
                .append(" steps. The same input and seed give the same report.</footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private void overTime() {
        List<StrategyResult> all = report.strategies();
        if (all.stream().allMatch(result -> result.overTime() == null)) {
            return;
        }
        html.append("<section class=\"charts\">\n<h2>Over time</h2>\n<div class=\"figures\">\n")
                .append(TimeChart.render("Nodes with Pods", all, Sample::nodes, false))
                .append(TimeChart.render("Pods with a node", all, Sample::pods, false))
                .append(TimeChart.render("Pods that wait", all, Sample::waiting, false))
                .append(TimeChart.render("Traffic that stays in process", all, Sample::localTraffic, true))
                .append("</div>\n<p>Below, the cluster as it is at the end.</p>\n</section>\n");
    }

    private void strategy(StrategyResult result) {
        html.append("<section>\n<h2>")
                .append(escape(result.strategy()))
                .append("</h2>\n<p>")
                .append(escape(result.description()))
                .append(". ")
                .append(result.measures().nodes())
                .append(" of ")
                .append(result.nodes().size())
                .append(" nodes have Pods.</p>\n");
        unplaced(result.unplaced());
        HtmlNodes.append(html, result.nodes());
        html.append("</section>\n");
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

    private static String css() {
        try (InputStream in = Objects.requireNonNull(
                HtmlReport.class.getResourceAsStream("report.css"), "report.css is not in the jar")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
