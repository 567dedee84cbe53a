package dev.kubewasm.cli.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

/** Plain records as JSON. */
final class Documents {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Documents() {}

    /** Indented, ending in a line end. */
    static String indented(Object document) {
        return write(MAPPER.writer(SerializationFeature.INDENT_OUTPUT), document);
    }

    /** On one line, with its end. */
    static String line(Object document) {
        return write(MAPPER.writer(), document);
    }

    private static String write(ObjectWriter writer, Object document) {
        try {
            return writer.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("plain records could not be written as JSON", e);
        }
    }
}
