package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;

import dev.kubewasm.simulations.report.Chart.Axis;
import dev.kubewasm.simulations.report.Chart.Line;
import dev.kubewasm.simulations.report.Chart.Point;
import dev.kubewasm.simulations.strategy.SearchCurve.Best;
import dev.kubewasm.simulations.timeline.OverTime;
import dev.kubewasm.simulations.timeline.OverTime.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What changed while a simulation ran: figures over time, and the score of a search. */
final class TimeCharts {
    private final StringBuilder html;
    private final SimulationReport report;

    private TimeCharts(StringBuilder html, SimulationReport report) {
        this.html = html;
        this.report = report;
    }

    static void append(StringBuilder html, SimulationReport report) {
        TimeCharts charts = new TimeCharts(html, report);
        charts.overTime();
        charts.search();
    }

    private void overTime() {
        List<Sample> all = report.strategies().stream()
                .flatMap(result -> samples(result).stream())
                .toList();
        if (all.isEmpty()) {
            return;
        }
        html.append("<section class=\"charts\" id=\"over-time\">\n<h2>Over time</h2>\n<div class=\"figures\">\n");
        chart("Nodes with Pods", Sample::nodes, false);
        chart("Pods with a node", Sample::pods, false);
        chart("Pods that wait", Sample::waiting, false);
        if (report.strategies().stream()
                .anyMatch(result -> result.measures().links().all().links() > 0)) {
            chart("Traffic that stays in process", Sample::localTraffic, true);
        }
        chart("CPU requested, of nodes with Pods", Sample::cpu, true);
        chart("Memory requested, of nodes with Pods", Sample::memory, true);
        TreeSet<String> others = new TreeSet<>();
        all.forEach(sample -> others.addAll(sample.others().keySet()));
        others.forEach(name -> chart(
                name + " requested, of nodes with Pods",
                sample -> sample.others().getOrDefault(name, 0.0),
                true));
        html.append("</div>\n");
        events();
        html.append("<p>Below, the cluster as it is at the end.</p>\n</section>\n");
    }

    private void events() {
        if (report.events().isEmpty()) {
            return;
        }
        html.append("<p>The marks above the charts:</p>\n<ol class=\"events\">\n");
        report.events()
                .forEach(event ->
                        html.append(format("<li>%.1f h: %s</li>\n", event.seconds() / 3600, escape(event.event()))));
        html.append("</ol>\n");
    }

    private static List<Sample> samples(StrategyResult result) {
        @Nullable OverTime overTime = result.overTime();
        return overTime == null ? List.of() : overTime.samples();
    }

    private void chart(String title, ToDoubleFunction<Sample> figure, boolean share) {
        List<Line> lines = new ArrayList<>();
        for (StrategyResult result : report.strategies()) {
            lines.add(new Line(
                    result.strategy(),
                    samples(result).stream()
                            .map(sample -> new Point(sample.seconds(), figure.applyAsDouble(sample)))
                            .toList()));
        }
        double end = most(lines, Point::x);
        double most = most(lines, Point::y);
        new Chart(
                        title,
                        lines,
                        new Axis(0, end, seconds -> format("%.1f h", seconds / 3600)),
                        share
                                ? new Axis(0, Math.max(1, most), part -> format("%.0f%%", 100 * part))
                                // Even, so that the label in the middle is a number too.
                                : new Axis(0, 2 * Math.max(1, Math.ceil(most / 2)), count -> format("%.0f", count)),
                        report.events().stream()
                                .map(EventRow::seconds)
                                .filter(at -> at <= end)
                                .toList())
                .append(html);
    }

    private static double most(List<Line> lines, ToDoubleFunction<Point> of) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(of)
                .max()
                .orElse(0);
    }

    /** Of placements with as many Pods as the last: with more of them placed, more is lacking elsewhere. */
    private void search() {
        List<Line> lines = new ArrayList<>();
        for (StrategyResult result : report.strategies()) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < result.search().size(); i++) {
                Best best = result.search().get(i);
                if (best.medium() == result.search().getLast().medium()
                        && best.hard() == result.search().getLast().hard()) {
                    points.add(new Point(i + 1, best.soft()));
                }
            }
            if (points.size() > 1) {
                lines.add(new Line(result.strategy(), points));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        double least = -most(lines, point -> -point.y());
        html.append(
                "<section class=\"charts\" id=\"search\">\n<h2>How the plan got better</h2>\n<div class=\"figures\">\n");
        new Chart(
                        "Score of the best plan so far, after so many improvements; 0 is best",
                        lines,
                        new Axis(1, most(lines, Point::x), count -> format("%.0f", count)),
                        new Axis(least, most(lines, Point::y), score -> format("%.0f", score)),
                        List.of())
                .append(html);
        html.append("</div>\n</section>\n");
    }
}
