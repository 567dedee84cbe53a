package dev.kubewasm.simulations.report;

import java.util.Locale;
import java.util.stream.Collectors;

/** The measures as CSV (RFC 4180): a line for each strategy, below a line of names. */
public final class CsvReport {
    private CsvReport() {}

    /** The text, ending in a line end. */
    public static String render(SimulationReport report) {
        StringBuilder text = new StringBuilder("strategy,");
        text.append(String.join(",", report.strategies().getFirst().byName().keySet()));
        text.append("\r\n");
        report.strategies().forEach(result -> text.append(result.strategy())
                .append(',')
                .append(result.byName().values().stream().map(CsvReport::number).collect(Collectors.joining(",")))
                .append("\r\n"));
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : Double.toString(value);
    }
}
