package dev.kubewasm.scheduler.configuration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the configuration file, YAML, strictly: a field that isn't known, twice there or out of range is an error. */
public final class ConfigurationFile {
    /** The largest file read, in bytes. */
    private static final long MAX_SIZE = 1 << 20;

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule().addDeserializer(Duration.class, new GoDuration()))
            .build();

    private static final ObjectReader DOCUMENTS = YAML.readerFor(SchedulerConfiguration.class);

    private static final Pattern OF_A_PLUGIN = Pattern.compile("(/pluginConfig/\\d+)/");

    private ConfigurationFile() {}

    /**
     * The configuration in {@code file}.
     *
     * @throws InvalidException when it can't be read or isn't valid
     */
    public static SchedulerConfiguration read(Path file) throws InvalidException {
        String text;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw new InvalidException(file + ": larger than " + MAX_SIZE + " bytes");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InvalidException(file + " can't be read: " + e);
        }
        try (MappingIterator<SchedulerConfiguration> documents = DOCUMENTS.readValues(text)) {
            if (!documents.hasNextValue()) {
                throw new InvalidException(file + ": it is empty");
            }
            SchedulerConfiguration read = documents.nextValue();
            if (documents.hasNextValue()) {
                throw new InvalidException(file + ": it has a second document, must have one");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw new InvalidException(file + place(e, text) + ": " + path(e) + reason(e));
        } catch (IOException e) {
            throw new InvalidException(file + " can't be read: " + e);
        }
    }

    private static String place(JsonProcessingException e, String text) {
        JsonLocation at = placeOfField(e, text).orElse(e.getLocation());
        return at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    /**
     * Of a record what isn't right is said at its end: the place of the field is looked for again. Where the parser itself failed, it
     * said where.
     */
    private static Optional<JsonLocation> placeOfField(JsonProcessingException e, String text) {
        if (!(e instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()
                || mapping.getCause() instanceof JsonProcessingException) {
            return Optional.empty();
        }
        String pointer = mapping.getPath().stream()
                .map(step -> "/"
                        + (step.getFieldName() == null
                                ? Integer.toString(step.getIndex())
                                : escaped(step.getFieldName())))
                .collect(Collectors.joining());
        // Jackson leaves out the level of what another field says the type of.
        return placeOf(OF_A_PLUGIN.matcher(pointer).replaceFirst("$1/args/"), text)
                .or(() -> placeOf(pointer, text));
    }

    /** As in a JSON pointer, RFC 6901. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Optional<JsonLocation> placeOf(String pointer, String text) {
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return Optional.of(parser.currentTokenLocation());
                }
            }
            return Optional.empty();
        } catch (IOException _) {
            // What is no YAML further down is no matter here.
            return Optional.empty();
        }
    }

    /** {@code leaderElection.leaseDuration: }, or nothing where it is the whole document. */
    private static String path(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                        .substring(1)
                + ": ";
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field, known are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", "));
        }
        if (e.getCause() instanceof IllegalArgumentException range) {
            return String.valueOf(range.getMessage());
        }
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not valid");
    }

    /** {@code 15s}, {@code 1m30s}, {@code 250ms}: durations as Kubernetes writes them. */
    private static final class GoDuration extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        GoDuration() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
            } catch (ParseException | IllegalArgumentException e) {
                throw JsonMappingException.from(
                        parser, "'" + text + "' is no duration, write it as 15s, 1m30s or 250ms");
            }
        }
    }

    /** The file can't be used. Its message names file, line, column and field. */
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }
}
