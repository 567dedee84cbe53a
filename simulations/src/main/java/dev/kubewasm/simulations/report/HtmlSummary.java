package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;

import dev.kubewasm.simulations.report.SimulationReport.StrategyResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What it comes to: a few figures of the first strategy beside a peer's, and all measures of all strategies. */
final class HtmlSummary {
    private static final List<Measure> HEADLINES = List.of(
            Measure.PENDING,
            Measure.NODES,
            Measure.NODES_MEAN,
            Measure.COST,
            Measure.COST_HOURS,
            Measure.LOCAL_TRAFFIC,
            Measure.LOCAL_TRAFFIC_MEAN,
            Measure.CHAIN_MICROS);
    private static final String PEER = "kube-scheduler";

    private final StringBuilder html;
    private final List<StrategyResult> results;

    private HtmlSummary(StringBuilder html, List<StrategyResult> results) {
        this.html = html;
        this.results = results;
    }

    static void append(StringBuilder html, SimulationReport report) {
        HtmlSummary summary = new HtmlSummary(html, report.strategies());
        summary.headlines();
        summary.table();
        summary.intervals();
    }

    /** Of what is the same with all there is nothing to say. */
    private void headlines() {
        Optional<StrategyResult> peer = Stream.concat(
                        results.stream().skip(1).filter(result -> result.strategy()
                                .equals(PEER)),
                        results.stream().skip(1))
                .findFirst();
        if (peer.isEmpty()) {
            return;
        }
        List<Measure> telling = HEADLINES.stream()
                .filter(measure -> value(results.getFirst(), measure) != value(peer.get(), measure))
                .toList();
        if (telling.isEmpty()) {
            return;
        }
        html.append("<ul class=\"headlines\">\n");
        for (Measure measure : telling) {
            html.append("<li><span>")
                    .append(measure.label())
                    .append("</span><strong>")
                    .append(measure.text(value(results.getFirst(), measure)))
                    .append("</strong><span>")
                    .append(escape(peer.get().strategy()))
                    .append(": ")
                    .append(measure.text(value(peer.get(), measure)))
                    .append("</span></li>\n");
        }
        html.append("</ul>\n");
    }

    private static double value(StrategyResult result, Measure measure) {
        return result.byName().getOrDefault(measure.id(), 0.0);
    }

    private void table() {
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Measures\"><table>\n<caption>")
                .append("Strategies side by side; ✓ marks the best where they differ.</caption>\n");
        header();
        results.getFirst().byName().keySet().forEach(this::row);
        html.append("</tbody></table></div>\n");
    }

    private void header() {
        html.append("<thead><tr><th scope=\"col\">Measure</th>");
        results.forEach(result -> html.append("<th scope=\"col\">")
                .append(escape(result.strategy()))
                .append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String name) {
        Measure measure = Measure.named(name);
        List<Double> values = results.stream()
                .map(result -> Objects.requireNonNull(result.byName().get(name)))
                .toList();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        html.append("<tr><th scope=\"row\" data-measure=\"")
                .append(name)
                .append("\" title=\"")
                .append(escape(measure.meaning()))
                .append("\">")
                .append(measure.label())
                .append("</th>");
        for (double value : values) {
            html.append(measure.isBest(value, values) ? "<td class=\"best\"" : "<td")
                    .append(" style=\"--part:")
                    .append(most > 0 ? Math.round(100 * value / most) : 0)
                    .append("%\">")
                    .append(measure.text(value))
                    .append("</td>");
        }
        html.append("</tr>\n");
    }

    /** The mean of each measure over the seeds, and how sure it is. */
    private void intervals() {
        Map<String, SeedInterval> first = results.getFirst().overSeeds();
        if (first == null) {
            return;
        }
        html.append(
                        "<details>\n<summary>Over several seeds</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\"")
                .append(
                        " aria-label=\"Over several seeds\"><table>\n<caption>Mean, and half of its 95 % interval; the table")
                .append(" above is of the first seed.</caption>\n");
        header();
        for (String name : first.keySet()) {
            Measure measure = Measure.named(name);
            html.append("<tr><th scope=\"row\">").append(measure.label()).append("</th>");
            for (StrategyResult result : results) {
                SeedInterval interval = Objects.requireNonNull(
                        Objects.requireNonNull(result.overSeeds()).get(name));
                html.append("<td>")
                        .append(measure.exactly(interval.mean()))
                        .append(" ± ")
                        .append(measure.exactly(interval.halfWidth()))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n</details>\n");
    }
}
