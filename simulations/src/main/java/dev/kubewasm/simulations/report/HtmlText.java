package dev.kubewasm.simulations.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Text in HTML. */
final class HtmlText {
    private static final Map<Character, String> ENTITIES =
            Map.of('<', "&lt;", '>', "&gt;", '&', "&amp;", '"', "&quot;", '\'', "&#39;");
    private static final ObjectMapper JSON = new ObjectMapper();

    private HtmlText() {}

    /** The text so that it is text, in an element or an attribute. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String entity = ENTITIES.get(c);
            if (entity == null) {
                escaped.append(c);
            } else {
                escaped.append(entity);
            }
        }
        return escaped.toString();
    }

    /** Numbers as everywhere, whoever runs it. */
    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency more
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A value as JSON that may stand in a script element: nothing in it ends one. */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("lists of names and numbers could not be written as JSON", e);
        }
    }

    /** A file that is packed with this class. */
    static String resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(HtmlText.class.getResourceAsStream(name), () -> name + " is not in the jar")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
