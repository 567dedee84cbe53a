package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * A figure as SVG: lines told apart by colour, dashes and the legend, described in words by where each begins and ends.
 *
 * @param title what the lines show
 * @param lines at least one
 * @param x how far they go to the right
 * @param y how high they go
 * @param marks places on the x axis, numbered from 1
 */
record Chart(String title, List<Line> lines, Axis x, Axis y, List<Double> marks) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 160;
    private static final int LEFT = 56;
    private static final int BELOW = 22;
    private static final int ABOVE = 14;
    private static final int STYLES = 8;
    private static final int STEPS = 4;

    /** A line. */
    record Line(String name, List<Point> points) {}

    /** A place. */
    record Point(double x, double y) {}

    /**
     * From where to where.
     *
     * @param label what is written beside a value
     */
    record Axis(double from, double to, DoubleFunction<String> label) {
        private double part(double value) {
            return to == from ? 0 : (value - from) / (to - from);
        }

        private String text(int step) {
            return label.apply(from + (to - from) * step / STEPS);
        }
    }

    void append(StringBuilder html) {
        String said = lines.stream()
                .map(line -> line.name() + " from "
                        + y.label().apply(line.points().getFirst().y()) + " to "
                        + y.label().apply(line.points().getLast().y()))
                .collect(Collectors.joining(", "));
        html.append(format(
                "<figure><figcaption>%s</figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s: %s\">",
                escape(title), WIDTH, HEIGHT + BELOW, escape(title), escape(said)));
        grid(html);
        for (int i = 0; i < marks.size(); i++) {
            html.append(format(
                    "<line class=\"mark\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/><text x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\">%5$d</text>",
                    x(marks.get(i)), ABOVE, HEIGHT, ABOVE - 3, i + 1));
        }
        for (int i = 0; i < lines.size(); i++) {
            html.append(format(
                    "<polyline class=\"line-%d\" points=\"%s\"><title>%s</title></polyline>",
                    i % STYLES, points(lines.get(i)), escape(lines.get(i).name())));
        }
        html.append("</svg>\n<ul class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            html.append(format(
                    "<li><svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"line-%d\" d=\"M0 4h24\"/></svg> %s</li>",
                    i % STYLES, escape(lines.get(i).name())));
        }
        html.append("</ul></figure>\n");
    }

    private void grid(StringBuilder html) {
        for (int i = 0; i <= STEPS; i++) {
            double at = HEIGHT - i * (HEIGHT - ABOVE) / (double) STEPS;
            html.append(
                    format("<line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH, at, at));
            if (i % 2 == 0) {
                html.append(
                        format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, at + 4, y.text(i)));
            }
            html.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                    LEFT + i * (WIDTH - LEFT) / (double) STEPS,
                    HEIGHT + BELOW - 6,
                    i == 0 ? "start" : i == STEPS ? "end" : "middle",
                    x.text(i)));
        }
    }

    private double x(double value) {
        return LEFT + x.part(value) * (WIDTH - LEFT);
    }

    private String points(Line line) {
        List<String> points = new ArrayList<>();
        for (Point point : line.points()) {
            points.add(format("%.1f,%.1f", x(point.x()), HEIGHT - y.part(point.y()) * (HEIGHT - ABOVE)));
        }
        return String.join(" ", points);
    }
}
