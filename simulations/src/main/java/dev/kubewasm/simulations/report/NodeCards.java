package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;
import static dev.kubewasm.simulations.report.HtmlText.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes as cards with their Pods. Pods with links are buttons: who is linked to one is drawn and said by the script. */
final class NodeCards {
    private final StringBuilder html;
    private final Map<String, NodeRow> before;
    private final Set<String> linked = new HashSet<>();
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * A link between two Pods, by their places among all that are drawn.
     *
     * @param r how far its calls go
     * @param c how many these are
     */
    private record Link(int f, int t, String r, long c) {}

    private NodeCards(StringBuilder html, Map<String, NodeRow> before) {
        this.html = html;
        this.before = before;
    }

    /** @param before the nodes as they were, by name; none if that is what is drawn, or nothing is known */
    static void append(StringBuilder html, List<NodeRow> nodes, Map<String, NodeRow> before) {
        NodeCards cards = new NodeCards(html, before);
        List<Link> links = cards.links(nodes);
        html.append("<div class=\"map\">\n<ul class=\"nodes\">\n");
        nodes.forEach(cards::node);
        html.append("</ul>\n");
        if (!links.isEmpty()) {
            html.append("<svg class=\"wires\" aria-hidden=\"true\" focusable=\"false\"></svg>\n")
                    .append(
                            "<p class=\"said\" role=\"status\">Choose a Pod to see its links; arrow keys go from one to the next.</p>\n")
                    .append("<script type=\"application/json\">")
                    .append(json(Map.of("links", links)))
                    .append("</script>\n");
        }
        html.append("</div>\n");
    }

    private List<Link> links(List<NodeRow> nodes) {
        nodes.forEach(node -> node.pods().forEach(pod -> places.put(pod.pod(), places.size())));
        List<Link> links = new ArrayList<>();
        for (NodeRow node : nodes) {
            for (PodRow pod : node.pods()) {
                for (LinkRow link : pod.links()) {
                    @Nullable Integer to = link.to() == null ? null : places.get(link.to());
                    if (to != null) {
                        linked.add(pod.pod());
                        linked.add(link.to());
                        links.add(new Link(
                                places.getOrDefault(pod.pod(), 0),
                                to,
                                link.reach().id(),
                                link.calls()));
                    }
                }
            }
        }
        return links;
    }

    private void node(NodeRow node) {
        html.append(node.pods().isEmpty() ? "<li class=\"empty\"><h4>" : "<li><h4>")
                .append(escape(node.name()))
                .append("</h4>");
        if (node.zone() != null) {
            html.append("<div class=\"zone\">").append(escape(node.zone())).append("</div>");
        }
        @Nullable NodeRow was = before.get(node.name());
        meter(
                "CPU",
                "cpu",
                percent(node.requestedCpu(), node.cpuMilli()),
                was == null ? null : percent(was.requestedCpu(), was.cpuMilli()));
        meter(
                "memory",
                "memory",
                percent(node.requestedMemory(), node.memoryBytes()),
                was == null ? null : percent(was.requestedMemory(), was.memoryBytes()));
        html.append("<ul class=\"pods\">");
        node.pods().forEach(this::pod);
        html.append("</ul></li>\n");
    }

    private void pod(PodRow pod) {
        html.append(format(
                "<li%s style=\"--hue:%d\">",
                pod.placed() ? "" : " class=\"before\"",
                Math.floorMod(pod.workload().hashCode(), 360)));
        boolean button = linked.contains(pod.pod());
        html.append(button ? "<button type=\"button\">" : "")
                .append(escape(pod.pod()))
                .append(button ? "</button>" : "");
        if (pod.from() != null) {
            html.append(" <i>from ").append(escape(pod.from())).append("</i>");
        } else if (!pod.placed() && !before.isEmpty()) {
            html.append(" <i>stayed</i>");
        }
        html.append("</li>");
    }

    private void meter(String label, String kind, long percent, @Nullable Long was) {
        html.append(format(
                "<div class=\"meter %s%s\">%s<span><i style=\"width:%d%%\"></i></span><b>%d%%%s</b></div>",
                kind,
                percent > 100 ? " over" : "",
                label,
                Math.min(100, percent),
                percent,
                was == null || was == percent ? "" : " <small>was " + was + "%</small>"));
    }

    static long percent(long used, long all) {
        return all <= 0 ? 0 : Math.round(100.0 * used / all);
    }
}
