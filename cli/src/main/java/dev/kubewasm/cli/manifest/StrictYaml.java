package dev.kubewasm.cli.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.kubewasm.cli.json.FieldPath;
import java.io.IOException;
import java.io.Serial;
import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * YAML, and so JSON, to objects; unknown fields are refused or told. Kubernetes' model classes collect fields they don't know;
 * a typo would pass silently, so that collection is switched off here.
 */
public final class StrictYaml {
    /** Nesting of YAML collections that is read; Kubernetes objects stay below 30. */
    private static final int MAX_DEPTH = 100;

    private final ObjectMapper mapper;
    private final LoaderOptions limits = new LoaderOptions();

    /** Reads at most {@code maxChars} characters at a time. */
    public StrictYaml(int maxChars) {
        limits.setCodePointLimit(maxChars);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(50);
        limits.setAllowDuplicateKeys(false);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(limits)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        mapper = new ObjectMapper(factory)
                .registerModule(new SimpleModule().setDeserializerModifier(new NoAnySetter()))
                .setAnnotationIntrospector(new NullsInRecords());
    }

    /** What is wrong with a document: {@code line} from 1 in the document, 0 if unknown. */
    public static final class YamlException extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        final int line;

        YamlException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** The line, from 1; 0 if unknown. */
        public int line() {
            return line;
        }
    }

    /** What {@code document} says it is. */
    Outline outline(String document) throws YamlException {
        try {
            return Outline.of(document, limits);
        } catch (MarkedYAMLException e) {
            throw new YamlException(e.getProblemMark().getLine() + 1, "not YAML: " + oneLine(e.getProblem()));
        } catch (YAMLException e) {
            throw new YamlException(0, "not YAML: " + oneLine(e.getMessage()));
        }
    }

    /** Reads a document of fields that {@code type} has, and of no others. */
    <T> T read(String document, Class<T> type) throws YamlException {
        try {
            return mapper.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw explain(e);
        }
    }

    /** Reads a document, without the fields that {@code type} doesn't have. */
    <T> T read(String document, Class<T> type, UnknownFields told) throws YamlException {
        return read(document, type, mapper.readerFor(type), told);
    }

    /**
     * The only document of {@code text}, without the fields that {@code type} doesn't have.
     *
     * @throws YamlException if it isn't YAML, holds nothing, or is followed by another document
     */
    public <T> T readOnly(String text, Class<T> type, UnknownFields told) throws YamlException {
        // Not everywhere: Kubernetes' quantities are read by a mapper within a mapper, which sees the rest as trailing.
        ObjectReader reader = mapper.readerFor(type)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .with(YAMLParser.Feature.EMPTY_STRING_AS_NULL);
        @Nullable T read = read(text, type, reader, told);
        if (read == null) {
            throw new YamlException(0, "there is nothing in it");
        }
        return read;
    }

    private <T> T read(String text, Class<T> type, ObjectReader reader, UnknownFields told) throws YamlException {
        PassingOver passing = new PassingOver();
        try {
            T read = reader.withHandler(passing).readValue(text);
            if (passing.any) {
                new UnknownFieldFinder(mapper, told).find(new Yaml(limits).compose(new StringReader(text)), type);
            }
            return read;
        } catch (JsonProcessingException e) {
            throw explain(e);
        }
    }

    private static YamlException explain(JsonProcessingException e) {
        int line = Optional.ofNullable(e.getLocation())
                .map(JsonLocation::getLineNr)
                .orElse(0);
        if (e instanceof UnrecognizedPropertyException unknown) {
            String parent =
                    FieldPath.of(unknown.getPath().subList(0, unknown.getPath().size() - 1));
            return new YamlException(
                    line,
                    Spelling.unknown(
                            unknown.getPropertyName(),
                            parent,
                            Objects.requireNonNullElse(unknown.getKnownPropertyIds(), Set.of())));
        }
        if (e instanceof InvalidNullException empty) {
            return new YamlException(line, "field `" + FieldPath.of(empty.getPath()) + "` has no value");
        }
        String detail = oneLine(e.getOriginalMessage()).replaceAll("`java\\.(lang|util)\\.(\\w+)(<[^`]*)?`", "$2");
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return new YamlException(line, "field `" + FieldPath.of(mapping.getPath()) + "`: " + detail);
        }
        return new YamlException(line, "not YAML: " + detail);
    }

    private static String oneLine(@Nullable String message) {
        return Objects.requireNonNullElse(message, "not readable")
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .limit(2)
                .collect(Collectors.joining(" "));
    }

    /** Notes that there was a field which isn't known. */
    private static final class PassingOver extends DeserializationProblemHandler {
        private boolean any;

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            any = true;
            parser.skipChildren();
            return true;
        }
    }

    /** In this project's own records, what is required and what a list or map holds is never null; elsewhere null is as Jackson has it. */
    private static final class NullsInRecords extends JacksonAnnotationIntrospector {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public JsonSetter.Value findSetterInfo(Annotated annotated) {
            if (!(annotated instanceof AnnotatedMember member)
                    || !member.getDeclaringClass().isRecord()) {
                return super.findSetterInfo(annotated);
            }
            boolean required = Boolean.TRUE.equals(hasRequiredMarker(member));
            return JsonSetter.Value.construct(required ? Nulls.FAIL : Nulls.DEFAULT, Nulls.FAIL);
        }
    }

    private static final class NoAnySetter extends BeanDeserializerModifier {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription description, BeanDeserializerBuilder builder) {
            builder.setAnySetter(null);
            return builder;
        }
    }
}
