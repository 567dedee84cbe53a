package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import dev.kubewasm.simulations.timeline.OverTime.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** A figure over time as SVG: a line for each strategy, told apart by colour, dashes and the legend. */
final class TimeChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 160;
    private static final int LEFT = 48;
    private static final int BELOW = 22;
    private static final int LINES = 8;

    private TimeChart() {}

    /** The figure, titled; nothing if no strategy has samples. */
    static String render(String title, List<StrategyResult> results, ToDoubleFunction<Sample> figure, boolean share) {
        List<StrategyResult> drawn =
                results.stream().filter(result -> result.overTime() != null).toList();
        double most = drawn.stream()
                .flatMap(result -> samples(result).stream())
                .mapToDouble(figure)
                .max()
                .orElse(0);
        double end = drawn.stream()
                .flatMap(result -> samples(result).stream())
                .mapToDouble(Sample::seconds)
                .max()
                .orElse(0);
        if (end == 0) {
            return "";
        }
        // Even, so that the label in the middle is a number too.
        double top = share ? 1 : 2 * Math.max(1, Math.ceil(most / 2));
        StringBuilder svg =
                new StringBuilder("<figure><figcaption>").append(title).append("</figcaption>\n");
        svg.append(text(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over time, %s to %s\">",
                WIDTH, HEIGHT + BELOW, title, label(0, share), label(top, share)));
        for (int i = 0; i <= 4; i++) {
            double y = HEIGHT - i * (HEIGHT - 10) / 4.0;
            svg.append(text("<line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH, y, y));
            if (i % 2 == 0) {
                svg.append(text(
                        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                        LEFT - 6, y + 4, label(top * i / 4, share)));
            }
            svg.append(text(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%.1f h</text>",
                    LEFT + i * (WIDTH - LEFT) / 4.0,
                    HEIGHT + BELOW - 4,
                    i == 0 ? "start" : i == 4 ? "end" : "middle",
                    end * i / 4 / 3600));
        }
        for (int i = 0; i < drawn.size(); i++) {
            List<String> points = new ArrayList<>();
            for (Sample sample : samples(drawn.get(i))) {
                points.add(text(
                        "%.1f,%.1f",
                        LEFT + sample.seconds() / end * (WIDTH - LEFT),
                        HEIGHT - figure.applyAsDouble(sample) / top * (HEIGHT - 10)));
            }
            svg.append(text(
                    "<polyline class=\"line-%d\" points=\"%s\"><title>%s</title></polyline>",
                    i % LINES,
                    String.join(" ", points),
                    HtmlText.escape(drawn.get(i).strategy())));
        }
        svg.append("</svg>\n<ul class=\"legend\">");
        for (int i = 0; i < drawn.size(); i++) {
            svg.append(text(
                    "<li><svg viewBox=\"0 0 24 8\" aria-hidden=\"true\"><path class=\"line-%d\" d=\"M0 4h24\"/></svg> %s</li>",
                    i % LINES, HtmlText.escape(drawn.get(i).strategy())));
        }
        return svg.append("</ul></figure>\n").toString();
    }

    private static List<Sample> samples(StrategyResult result) {
        return Objects.requireNonNull(result.overTime()).samples();
    }

    private static String label(double value, boolean share) {
        return share ? text("%.0f%%", 100 * value) : text("%.0f", value);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency more
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
