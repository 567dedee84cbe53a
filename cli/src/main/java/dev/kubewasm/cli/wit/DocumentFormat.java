package dev.kubewasm.cli.wit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

/** The forms of output; the names are the values of {@code --output}. */
enum DocumentFormat {
    /** For people. */
    text,
    /** JSON, indented: packages as wasm-tools has them, all else as {@code docs/wit-output.schema.json} says. */
    json;

    /** A document of plain records as JSON, ending in a line end. */
    static String write(Object document) {
        try {
            return new ObjectMapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("plain records could not be written as JSON", e);
        }
    }
}
