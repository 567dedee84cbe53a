package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;

import dev.kubewasm.simulations.measure.CallClass;
import dev.kubewasm.simulations.report.NodeCalls.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The heaviest calls between nodes as a figure: a row for each node, an arc for each pair, and the same as a table. */
final class CallArcs {
    private static final int ROWS = 24;
    private static final int ARCS = 40;
    private static final int NAMED = 3;
    private static final int WIDTH = 360;
    private static final int LETTER = 6;
    private static final int ROW = 18;
    private static final int TOP = 12;
    private static final int LETTERS = 26;

    private CallArcs() {}

    static void append(StringBuilder html, List<NodeRow> nodes, NodeCalls calls) {
        if (calls.isEmpty()) {
            return;
        }
        html.append("<h3>Calls between nodes</h3>\n");
        if (calls.flows().isEmpty()) {
            html.append("<p>All ").append(calls.insideAll()).append(" calls stay on their node.</p>\n");
            return;
        }
        List<Flow> drawn = drawn(calls);
        html.append(format(
                "<p>%d of %d calls leave their node, between %d pairs of nodes%s.</p>\n",
                calls.betweenAll(),
                calls.betweenAll() + calls.insideAll(),
                calls.flows().size(),
                drawn.size() < calls.flows().size() ? "; the " + drawn.size() + " heaviest are drawn" : ""));
        figure(html, nodes, calls, drawn);
        table(html, nodes, drawn);
    }

    /** The heaviest whose nodes are few enough for a row each. */
    private static List<Flow> drawn(NodeCalls calls) {
        TreeSet<Integer> rows = new TreeSet<>();
        List<Flow> drawn = new ArrayList<>();
        for (Flow flow : calls.flows()) {
            TreeSet<Integer> with = new TreeSet<>(rows);
            with.add(flow.one());
            with.add(flow.other());
            if (with.size() <= ROWS) {
                rows = with;
                drawn.add(flow);
            }
            if (drawn.size() == ARCS) {
                break;
            }
        }
        return drawn;
    }

    private static void figure(StringBuilder html, List<NodeRow> nodes, NodeCalls calls, List<Flow> drawn) {
        TreeSet<Integer> rows = new TreeSet<>();
        drawn.forEach(flow -> {
            rows.add(flow.one());
            rows.add(flow.other());
        });
        List<Integer> order = List.copyOf(rows);
        int axis = 20
                + LETTER
                        * order.stream()
                                .mapToInt(node ->
                                        shortened(nodes.get(node).name()).length())
                                .max()
                                .orElse(0);
        String heaviest = drawn.stream()
                .limit(NAMED)
                .map(flow -> nodes.get(flow.one()).name() + " and "
                        + nodes.get(flow.other()).name() + " " + flow.calls())
                .collect(Collectors.joining(", "));
        html.append(format(
                "<figure class=\"arcs\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Calls between nodes, the most between %s\">",
                WIDTH, TOP + ROW * order.size(), escape(heaviest)));
        for (int row = 0; row < order.size(); row++) {
            int node = order.get(row);
            html.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text><circle cx=\"%d\" cy=\"%d\" r=\"%s\"><title>%d calls stay on %s</title></circle>",
                    axis - 12,
                    y(row) + 4,
                    escape(shortened(nodes.get(node).name())),
                    axis,
                    y(row),
                    calls.inside().get(node) > 0 ? "5" : "2",
                    calls.inside().get(node),
                    escape(nodes.get(node).name())));
        }
        double most = drawn.getFirst().calls();
        for (Flow flow : drawn) {
            int from = order.indexOf(flow.one());
            int to = order.indexOf(flow.other());
            int height = y(to) - y(from);
            html.append(format(
                    "<path class=\"%s\" stroke-width=\"%.1f\" d=\"M%d %dA%.0f %.1f 0 0 1 %d %d\"><title>%s and %s: %d calls</title></path>",
                    flow.reach().id(),
                    1 + 5 * Math.sqrt(flow.calls() / most),
                    axis,
                    y(from),
                    16 + (WIDTH - axis - 24.0) * (to - from) / Math.max(1, order.size() - 1),
                    height / 2.0,
                    axis,
                    y(to),
                    escape(nodes.get(flow.one()).name()),
                    escape(nodes.get(flow.other()).name()),
                    flow.calls()));
        }
        html.append("</svg>\n<figcaption>The wider the arc, the more calls.");
        legend(html, drawn);
        html.append(" A large dot: calls that stay on the node.</figcaption></figure>\n");
    }

    private static void legend(StringBuilder html, List<Flow> drawn) {
        for (CallClass reach : List.of(CallClass.CROSS_NODE, CallClass.CROSS_ZONE)) {
            if (drawn.stream().anyMatch(flow -> flow.reach() == reach)) {
                html.append(format(
                        " <svg class=\"key\" viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"%s\" stroke-width=\"3\" d=\"M0 4h24\"/></svg>&nbsp;%s.",
                        reach.id(), reach == CallClass.CROSS_NODE ? "within a zone" : "between zones"));
            }
        }
    }

    private static void table(StringBuilder html, List<NodeRow> nodes, List<Flow> drawn) {
        html.append("<details>\n<summary>As a table</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\"")
                .append(" aria-label=\"Calls between nodes\"><table>\n<thead><tr><th scope=\"col\">Node</th>")
                .append(
                        "<th scope=\"col\">Node</th><th scope=\"col\">Calls</th><th scope=\"col\">Zones</th></tr></thead>\n<tbody>\n");
        for (Flow flow : drawn) {
            html.append(format(
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%d</td><td>%s</td></tr>\n",
                    escape(nodes.get(flow.one()).name()),
                    escape(nodes.get(flow.other()).name()),
                    flow.calls(),
                    flow.reach() == CallClass.CROSS_ZONE ? "two" : "one"));
        }
        html.append("</tbody></table></div>\n</details>\n");
    }

    private static int y(int row) {
        return TOP + ROW * row;
    }

    /** The end of a long name tells nodes apart. */
    private static String shortened(String name) {
        return name.length() <= LETTERS ? name : "…" + name.substring(name.length() - LETTERS + 1);
    }
}
