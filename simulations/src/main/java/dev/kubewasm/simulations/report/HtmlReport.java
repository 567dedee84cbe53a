package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.report.SimulationReport.NodeRow;
import dev.kubewasm.simulations.report.SimulationReport.PodRow;
import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import dev.kubewasm.simulations.report.SimulationReport.UnplacedRow;
import dev.kubewasm.simulations.timeline.OverTime.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The report as one HTML file that needs nothing else: no scripts, no fonts, no network. Figures are text, colour says
 * nothing that text doesn't, and it prints.
 */
public final class HtmlReport {
    /** Up to so many nodes are drawn with their Pods; more are drawn as a grid. */
    private static final int DRAWN_WITH_PODS = 100;

    private static final Set<String> LESS_IS_BETTER = Set.of(
            "pending",
            "nodes",
            "cost",
            "crossNode",
            "crossZone",
            "unserved",
            "nodesMean",
            "nodesMost",
            "costHours",
            "waitP50",
            "waitP99",
            "waitMost");
    private static final Set<String> MORE_IS_BETTER =
            Set.of("placed", "inProcess", "localTraffic", "gainedAffinity", "localTrafficMean");

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
                .append("</h1>\n<p>")
                .append("%d nodes, %d Pods, %d of them want a node."
                        .formatted(report.nodes(), report.pods(), report.wanting()))
                .append("</p>\n");
        measures();
        overTime();
        report.strategies().forEach(this::strategy);
        html.append("</main>\n<footer>Seed ")
                .append(report.seed())
                .append(", at most ")
                .append(report.stepLimit())
                .append(" steps. The same input and seed give the same report.</footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private void measures() {
        html.append(
                        "<div class=\"scroll\"><table>\n<caption>Strategies side by side; ✓ marks the best where they differ.")
                .append("</caption>\n<thead><tr><th scope=\"col\">Measure</th>");
        report.strategies().forEach(s -> html.append("<th scope=\"col\">")
                .append(escape(s.strategy()))
                .append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (String name : report.strategies().getFirst().byName().keySet()) {
            List<Double> values = report.strategies().stream()
                    .map(s -> s.byName().getOrDefault(name, 0.0))
                    .toList();
            html.append("<tr><th scope=\"row\">").append(name).append("</th>");
            values.forEach(value -> html.append(isBest(name, value, values) ? "<td class=\"best\">" : "<td>")
                    .append(Figures.text(name, value))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private void overTime() {
        List<StrategyResult> all = report.strategies();
        if (all.stream().allMatch(result -> result.overTime() == null)) {
            return;
        }
        html.append("<section class=\"charts\">\n<h2>Over time</h2>\n")
                .append(TimeChart.render("Nodes with Pods", all, Sample::nodes, false))
                .append(TimeChart.render("Pods with a node", all, Sample::pods, false))
                .append(TimeChart.render("Pods that wait", all, Sample::waiting, false))
                .append(TimeChart.render("Traffic that stays in process", all, Sample::localTraffic, true))
                .append("<p>Below, the cluster as it is at the end.</p>\n</section>\n");
    }

    private static boolean isBest(String name, double value, List<Double> values) {
        double least = values.stream().mapToDouble(v -> v).min().orElse(0);
        double most = values.stream().mapToDouble(v -> v).max().orElse(0);
        return least != most
                && ((LESS_IS_BETTER.contains(name) && value == least)
                        || (MORE_IS_BETTER.contains(name) && value == most));
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
        if (result.nodes().size() <= DRAWN_WITH_PODS) {
            html.append("<ul class=\"nodes\">\n");
            result.nodes().forEach(this::node);
        } else {
            html.append(
                    "<p>A cell for each node, the darker the more of its CPU is requested.</p>\n<ul class=\"grid\">\n");
            result.nodes().forEach(this::cell);
        }
        html.append("</ul>\n");
        unplaced(result.unplaced());
        html.append("</section>\n");
    }

    private void node(NodeRow node) {
        html.append(node.pods().isEmpty() ? "<li class=\"empty\"><h3>" : "<li><h3>")
                .append(escape(node.name()))
                .append("</h3>");
        if (node.zone() != null) {
            html.append("<div>").append(escape(node.zone())).append("</div>");
        }
        meter("CPU", "cpu", node.requestedCpu(), node.cpuMilli());
        meter("memory", "memory", node.requestedMemory(), node.memoryBytes());
        html.append("<ul class=\"pods\">");
        for (PodRow pod : node.pods()) {
            html.append(pod.placed() ? "<li" : "<li class=\"before\"")
                    .append(" style=\"--hue:")
                    .append(Math.floorMod(pod.workload().hashCode(), 360))
                    .append("\">")
                    .append(escape(pod.pod()))
                    .append(pod.placed() ? "" : " (was here)")
                    .append("</li>");
        }
        html.append("</ul></li>\n");
    }

    private void meter(String label, String kind, long used, long all) {
        long percent = percent(used, all);
        html.append("<div class=\"meter ")
                .append(kind)
                .append(percent > 100 ? " over" : "")
                .append("\">")
                .append(label)
                .append("<span><i style=\"width:")
                .append(Math.min(100, percent))
                .append("%\"></i></span><b>")
                .append(percent)
                .append("%</b></div>");
    }

    private void cell(NodeRow node) {
        long cpu = percent(node.requestedCpu(), node.cpuMilli());
        String text = String.format(
                Locale.ROOT,
                "%s: %d Pods, CPU %d%%, memory %d%%",
                node.name(),
                node.pods().size(),
                cpu,
                percent(node.requestedMemory(), node.memoryBytes()));
        html.append("<li style=\"--cpu:")
                .append(Math.min(100, cpu))
                .append("\" title=\"")
                .append(escape(text))
                .append("\" aria-label=\"")
                .append(escape(text))
                .append("\"></li>\n");
    }

    private static long percent(long used, long all) {
        return all <= 0 ? 0 : Math.round(100.0 * used / all);
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

    private static final Map<Character, String> ENTITIES =
            Map.of('<', "&lt;", '>', "&gt;", '&', "&amp;", '"', "&quot;", '\'', "&#39;");

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String entity = ENTITIES.get(c);
            if (entity == null) {
                escaped.append(c);
            } else {
                escaped.append(entity);
            }
        }
        return escaped.toString();
    }
}
