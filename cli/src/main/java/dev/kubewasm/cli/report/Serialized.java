package dev.kubewasm.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.UncheckedIOException;

/** Reports of plain records as JSON and YAML. */
public final class Serialized {
    private static final ObjectWriter JSON = new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectWriter YAML = new ObjectMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .build())
            .writer();

    private Serialized() {}

    /** Indented JSON, ending in a line end. */
    public static String json(Object report) {
        return write(JSON, report) + "\n";
    }

    /** YAML, ending in a line end. */
    public static String yaml(Object report) {
        return write(YAML, report);
    }

    private static String write(ObjectWriter writer, Object report) {
        try {
            return writer.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a report of plain records could not be written", e);
        }
    }
}
