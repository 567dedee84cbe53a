package dev.kubewasm.simulations.report;

import static dev.kubewasm.simulations.report.HtmlText.escape;
import static dev.kubewasm.simulations.report.HtmlText.format;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What it comes to: a few figures of the first strategy beside a peer's, and all measures of all strategies. */
final class HtmlSummary {
    private static final List<String> HEADLINES = List.of(
            "pending",
            "nodes",
            "nodesMean",
            "cost",
            "costHours",
            "moved",
            "localTraffic",
            "localTrafficMean",
            "bytesCrossNode",
            "bytesCrossZone",
            "chainMicros");
    private static final String PEER = "kube-scheduler";

    private final StringBuilder html;
    private final SimulationReport report;
    private final List<StrategyResult> results;
    private final StrategyResult ours;

    private HtmlSummary(StringBuilder html, SimulationReport report) {
        this.html = html;
        this.report = report;
        this.results = report.strategies();
        this.ours = results.stream()
                .filter(result -> result.steps() != null)
                .findFirst()
                .orElse(results.getFirst());
    }

    static void append(StringBuilder html, SimulationReport report) {
        HtmlSummary summary = new HtmlSummary(html, report);
        summary.headlines();
        summary.table();
        summary.intervals();
    }

    /** The rebalancing, else the first strategy, beside the cluster as it is, else a peer. Of what is the same with both there is nothing to say. */
    private void headlines() {
        Optional<StrategyResult> peer = Stream.concat(
                        Stream.concat(
                                Stream.ofNullable(report.before()),
                                results.stream().skip(1).filter(result -> result.strategy()
                                        .equals(PEER))),
                        results.stream().skip(1))
                .findFirst();
        if (peer.isEmpty()) {
            return;
        }
        List<Measure> telling = HEADLINES.stream()
                .map(Measure::named)
                .filter(measure -> peer.get().byName().containsKey(measure.id()))
                .filter(measure -> value(ours, measure) != value(peer.get(), measure))
                .toList();
        if (telling.isEmpty()) {
            return;
        }
        html.append("<ul class=\"headlines\">\n");
        for (Measure measure : telling) {
            html.append("<li><span>")
                    .append(escape(measure.label()))
                    .append("</span><strong>")
                    .append(measure.text(value(ours, measure)))
                    .append("</strong><span>")
                    .append(escape(peer.get().strategy()))
                    .append(": ")
                    .append(measure.text(value(peer.get(), measure)))
                    .append("</span></li>\n");
        }
        html.append("</ul>\n<p>The large figures are of ")
                .append(escape(ours.strategy()))
                .append("; all are in the table.</p>\n");
    }

    private static double value(StrategyResult result, Measure measure) {
        return result.byName().getOrDefault(measure.id(), 0.0);
    }

    private void table() {
        List<StrategyResult> columns = report.columns();
        MeasureTable measures = MeasureTable.of(columns).telling();
        html.append("<div class=\"scroll\" id=\"measures\" tabindex=\"0\" role=\"region\" aria-label=\"Measures\">")
                .append("<table>\n<caption>Side by side; ✓ marks the best where they differ.</caption>\n");
        header(columns);
        measures.names().forEach(name -> row(name, measures));
        html.append("</tbody></table></div>\n");
    }

    private void header(List<StrategyResult> columns) {
        html.append("<thead><tr><th scope=\"col\">Measure</th>");
        columns.forEach(result -> html.append("<th scope=\"col\">")
                .append(escape(result.strategy()))
                .append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
    }

    private void row(String name, MeasureTable measures) {
        Measure measure = Measure.named(name);
        List<Double> values = measures.values(name);
        List<Double> competing = MeasureTable.of(results).values(name);
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        html.append(format(
                "<tr><th scope=\"row\" data-measure=\"%s\" title=\"%s\">%s</th>",
                escape(name), escape(measure.meaning()), escape(measure.label())));
        int first = report.before() == null ? 0 : 1;
        for (int column = 0; column < measures.columns().size(); column++) {
            OptionalDouble value = measures.value(column, name);
            if (value.isEmpty()) {
                html.append("<td>–</td>");
                continue;
            }
            double number = value.getAsDouble();
            html.append(format(
                    "<td%s style=\"--part:%d%%\"><data value=\"%s\">%s</data></td>",
                    column >= first && measure.isBest(number, competing) ? " class=\"best\"" : "",
                    most > 0 ? Math.round(100 * number / most) : 0,
                    number,
                    measure.text(number)));
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
        header(results);
        for (String name : MeasureTable.of(results).telling().names()) {
            Measure measure = Measure.named(name);
            html.append("<tr><th scope=\"row\">")
                    .append(escape(measure.label()))
                    .append("</th>");
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
