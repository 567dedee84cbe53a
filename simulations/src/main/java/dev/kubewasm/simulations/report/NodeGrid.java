package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.format;
import static dev.kubewasm.simulations.report.HtmlText.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many nodes as a picture with a cell for each: a path for all cells of one shade, so that thousands are a dozen elements.
 * The script says of a cell which node it is and with whom its Pods talk most; for who can't see it the figure has its
 * summary in words.
 */
final class NodeGrid {
    private static final int COLUMNS = 60;
    private static final int CELL = 10;
    private static final int SIDE = 8;
    private static final int SHADES = 10;
    private static final int PARTNERS = 3;

    private NodeGrid() {}

    static void append(StringBuilder html, List<NodeRow> nodes, NodeCalls calls) {
        StringBuilder[] shades = new StringBuilder[SHADES + 2];
        int[] counts = new int[SHADES + 2];
        for (int i = 0; i < nodes.size(); i++) {
            int shade = shade(nodes.get(i));
            if (shades[shade] == null) {
                shades[shade] = new StringBuilder();
            }
            counts[shade]++;
            shades[shade].append(format("M%d %dh%dv%dh-%dz", i % COLUMNS * CELL, i / COLUMNS * CELL, SIDE, SIDE, SIDE));
        }
        html.append("<p>A cell for each node, the darker the more of its CPU is requested; ")
                .append(summary(nodes.size(), counts))
                .append(
                        ".</p>\n<div class=\"map\">\n<div class=\"cells\" tabindex=\"0\" role=\"group\" aria-label=\"Nodes; arrow keys go from one to the next\">")
                .append(format(
                        "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\" focusable=\"false\">",
                        COLUMNS * CELL, Math.ceilDiv(nodes.size(), COLUMNS) * CELL));
        for (int shade = 0; shade < shades.length; shade++) {
            if (counts[shade] > 0) {
                html.append(format("<path class=\"s%d\" d=\"%s\"/>", shade, shades[shade]));
            }
        }
        html.append(
                        "<g class=\"wires\"></g></svg></div>\n<p class=\"said\" role=\"status\">Choose a node to see what it has.</p>\n")
                .append("<script type=\"application/json\">")
                .append(json(data(nodes, calls)))
                .append("</script>\n</div>\n");
    }

    /** 0 without Pods, then by tenths of its CPU, the last if more than all is requested. */
    private static int shade(NodeRow node) {
        if (node.pods().isEmpty()) {
            return 0;
        }
        long percent = NodeCards.percent(node.requestedCpu(), node.cpuMilli());
        return percent > 100 ? SHADES + 1 : Math.clamp(Math.ceilDiv(percent, 100 / SHADES), 1, SHADES);
    }

    private static String summary(int nodes, int[] counts) {
        int half = 0;
        for (int shade = SHADES / 2 + 1; shade < counts.length; shade++) {
            half += counts[shade];
        }
        return format(
                "%d of %d have no Pods, on %d more than half of the CPU is requested, on %d more than there is",
                counts[0], nodes, half, counts[SHADES + 1]);
    }

    private static Map<String, Object> data(List<NodeRow> nodes, NodeCalls calls) {
        List<List<Long>> partners = new ArrayList<>();
        nodes.forEach(node -> partners.add(new ArrayList<>()));
        // The heaviest come first.
        for (NodeCalls.Flow flow : calls.flows()) {
            add(partners.get(flow.one()), flow.other(), flow.calls());
            add(partners.get(flow.other()), flow.one(), flow.calls());
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("columns", COLUMNS);
        data.put("cell", CELL);
        data.put("names", nodes.stream().map(NodeRow::name).toList());
        data.put("pods", nodes.stream().map(node -> node.pods().size()).toList());
        data.put(
                "cpu",
                nodes.stream()
                        .map(node -> NodeCards.percent(node.requestedCpu(), node.cpuMilli()))
                        .toList());
        data.put(
                "memory",
                nodes.stream()
                        .map(node -> NodeCards.percent(node.requestedMemory(), node.memoryBytes()))
                        .toList());
        data.put("inside", calls.inside());
        data.put("calls", partners);
        return data;
    }

    private static void add(List<Long> partners, long node, long calls) {
        if (partners.size() < 2 * PARTNERS) {
            partners.add(node);
            partners.add(calls);
        }
    }
}
