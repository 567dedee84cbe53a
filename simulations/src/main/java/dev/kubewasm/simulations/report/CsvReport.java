package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The measures as CSV (RFC 4180): a line for each column, below a line of names. Of several seeds the measures are the first's,
 * and after them each has its mean and half of its 95 % interval.
 */
public final class CsvReport {
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();
    private static final String LINE_END = "\r\n";

    private CsvReport() {}

    /** The text, ending in a line end. */
    public static String render(SimulationReport report) {
        MeasureTable table = MeasureTable.of(report.strategies());
        boolean seeds = report.strategies().getFirst().overSeeds() != null;
        List<String> names = new ArrayList<>(List.of("strategy"));
        names.addAll(table.names());
        if (seeds) {
            table.names().forEach(name -> names.addAll(List.of(name + ".mean", name + ".halfWidth")));
        }
        List<List<String>> lines = new ArrayList<>(List.of(names));
        for (int i = 0; i < report.strategies().size(); i++) {
            StrategyResult result = report.strategies().get(i);
            List<String> line = new ArrayList<>(List.of(result.strategy()));
            for (String name : table.names()) {
                line.add(number(table.value(i, name)));
            }
            @Nullable Map<String, SeedInterval> overSeeds = result.overSeeds();
            if (overSeeds != null) {
                for (String name : table.names()) {
                    @Nullable SeedInterval interval = overSeeds.get(name);
                    line.add(interval == null ? "" : number(interval.mean()));
                    line.add(interval == null ? "" : number(interval.halfWidth()));
                }
            }
            lines.add(line);
        }
        return write(lines);
    }

    private static String write(List<List<String>> lines) {
        ObjectWriter writer =
                CSV.writerFor(List.class).with(CsvSchema.emptySchema().withLineSeparator(LINE_END));
        StringBuilder text = new StringBuilder();
        try {
            for (List<String> line : lines) {
                text.append(writer.writeValueAsString(line));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("names and numbers could not be written as CSV", e);
        }
        return text.toString();
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? String.valueOf((long) value)
                : Double.toString(value);
    }
}
