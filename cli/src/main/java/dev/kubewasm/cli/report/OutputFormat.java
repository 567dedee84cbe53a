package dev.kubewasm.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.UncheckedIOException;

/** The forms a report is printed in; the names are the values of {@code --output}. */
public enum OutputFormat {
    /** Tables for people. */
    text,
    /** JSON, indented. */
    json,
    /** The same as YAML. */
    yaml;

    /** The report in this form, ending in a line end. */
    public String render(RunReport report) {
        return switch (this) {
            case text -> TextReport.render(report);
            case json -> write(new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT), report) + "\n";
            case yaml ->
                write(
                        new ObjectMapper(YAMLFactory.builder()
                                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                                        .disable(YAMLGenerator.Feature.SPLIT_LINES)
                                        .build())
                                .writer(),
                        report);
        };
    }

    private static String write(ObjectWriter writer, RunReport report) {
        try {
            return writer.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a report of plain records could not be written", e);
        }
    }
}
