package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;

import dev.kubewasm.simulations.report.SimulationReport.NodeRow;
import dev.kubewasm.simulations.report.SimulationReport.PodRow;
import java.util.List;
import java.util.Locale;

/** The nodes of a cluster, drawn: with their Pods, or if they are many a cell for each. */
final class HtmlNodes {
    /** Up to so many nodes are drawn with their Pods. */
    private static final int DRAWN_WITH_PODS = 100;

    private final StringBuilder html;

    private HtmlNodes(StringBuilder html) {
        this.html = html;
    }

    static void append(StringBuilder html, List<NodeRow> nodes) {
        HtmlNodes drawing = new HtmlNodes(html);
        if (nodes.size() <= DRAWN_WITH_PODS) {
            html.append("<ul class=\"nodes\">\n");
            nodes.forEach(drawing::node);
        } else {
            html.append(
                    "<p>A cell for each node, the darker the more of its CPU is requested.</p>\n<ul class=\"grid\">\n");
            nodes.forEach(drawing::cell);
        }
        html.append("</ul>\n");
    }

    private void node(NodeRow node) {
        html.append(node.pods().isEmpty() ? "<li class=\"empty\"><h3>" : "<li><h3>")
                .append(escape(node.name()))
                .append("</h3>");
        if (node.zone() != null) {
            html.append("<div class=\"zone\">").append(escape(node.zone())).append("</div>");
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
}
