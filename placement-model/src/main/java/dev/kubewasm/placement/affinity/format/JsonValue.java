package dev.kubewasm.placement.affinity.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A value in a JSON file, with its path, for messages. */
record JsonValue(String file, String path, JsonNode node) {
    /** Larger files are refused unread. */
    static final long MAX_BYTES = 1L << 30;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** The whole of a file. */
    static JsonValue read(Path path) throws UnusableFileException {
        String file = path.toString();
        try {
            if (!Files.isRegularFile(path)) {
                throw new UnusableFileException(file, "", "no such file");
            }
            if (Files.size(path) > MAX_BYTES) {
                throw new UnusableFileException(file, "", "larger than " + MAX_BYTES + " bytes");
            }
            return new JsonValue(file, "$", MAPPER.readTree(path.toFile()));
        } catch (JsonProcessingException e) {
            throw new UnusableFileException(
                    file,
                    e.getLocation() == null
                            ? ""
                            : "line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr(),
                    e.getOriginalMessage());
        } catch (IOException e) {
            throw new UnusableFileException(file, "", "can't be read: " + e.getMessage());
        }
    }

    /** A field that must be there. */
    JsonValue field(String name) throws UnusableFileException {
        Optional<JsonValue> field = optional(name);
        if (field.isEmpty()) {
            throw problem("has no field '" + name + "'");
        }
        return field.get();
    }

    /** A field that may be missing. */
    Optional<JsonValue> optional(String name) throws UnusableFileException {
        if (!node.isObject()) {
            throw problem("must be an object");
        }
        JsonNode field = node.get(name);
        return field == null ? Optional.empty() : Optional.of(new JsonValue(file, path + "." + name, field));
    }

    /** Refuses an object with any other fields. */
    void onlyFields(List<String> known) throws UnusableFileException {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw problem("has an unknown field '" + name + "'; known are " + String.join(", ", known));
            }
        }
    }

    /** The elements of an array. */
    List<JsonValue> elements() throws UnusableFileException {
        if (!node.isArray()) {
            throw problem("must be an array");
        }
        List<JsonValue> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new JsonValue(file, path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    /** A name: a string that isn't empty. */
    String name() throws UnusableFileException {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw problem("must be a string that isn't empty");
        }
        return node.textValue();
    }

    /** An amount: a finite number, not negative. */
    double amount() throws UnusableFileException {
        if (!node.isNumber()) {
            throw problem("must be a number");
        }
        double amount = node.doubleValue();
        if (!(amount >= 0) || Double.isInfinite(amount)) {
            throw problem("must be finite and not negative, but is " + node.asText());
        }
        return amount;
    }

    UnusableFileException problem(String text) {
        return new UnusableFileException(file, path, text);
    }
}
