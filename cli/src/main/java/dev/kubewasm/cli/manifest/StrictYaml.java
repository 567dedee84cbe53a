package dev.kubewasm.cli.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.kubewasm.cli.json.FieldPath;
import java.io.Serial;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML to objects, refusing unknown fields. Kubernetes' model classes collect fields they don't know; a typo would pass
 * silently, so that collection is switched off here.
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
        mapper =
                new ObjectMapper(factory).registerModule(new SimpleModule().setDeserializerModifier(new NoAnySetter()));
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

    JsonNode tree(String document) throws YamlException {
        try {
            return mapper.readTree(document);
        } catch (JsonProcessingException e) {
            throw explain(e);
        }
    }

    /**
     * Part of a document.
     *
     * @param line where it begins, from 0
     * @param text a document of its own: what is before it on its line is blank
     */
    record Part(int line, String text) {}

    /** The elements of the sequence that a document, a mapping, has under {@code key}; empty if there is none. */
    List<Part> elements(String document, String key) throws YamlException {
        List<Part> parts = new ArrayList<>();
        int[] characters = document.codePoints().toArray();
        for (Node element : sequence(document, key)) {
            Mark from = element.getStartMark();
            int length = element.getEndMark().getIndex() - from.getIndex();
            parts.add(new Part(
                    from.getLine(), " ".repeat(from.getColumn()) + new String(characters, from.getIndex(), length)));
        }
        return parts;
    }

    private List<Node> sequence(String document, String key) throws YamlException {
        try {
            if (new Yaml(limits).compose(new StringReader(document)) instanceof MappingNode mapping) {
                for (NodeTuple field : mapping.getValue()) {
                    if (field.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key)
                            && field.getValueNode() instanceof SequenceNode sequence) {
                        return sequence.getValue();
                    }
                }
            }
            return List.of();
        } catch (MarkedYAMLException e) {
            throw new YamlException(e.getProblemMark().getLine() + 1, "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new YamlException(0, "not YAML: " + e.getMessage());
        }
    }

    <T> T read(String document, Class<T> type) throws YamlException {
        try {
            return mapper.readValue(document, type);
        } catch (JsonProcessingException e) {
            throw explain(e);
        }
    }

    /**
     * The only document of {@code text}.
     *
     * @throws YamlException if it isn't YAML, has fields that {@code type} has not, or is followed by another document
     */
    public <T> T readOnly(String text, Class<T> type) throws YamlException {
        try {
            // Not everywhere: Kubernetes' quantities are read by a mapper within a mapper, which sees the rest as
            // trailing.
            return mapper.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(text);
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
                    "unknown field `" + unknown.getPropertyName() + "`" + (parent.isEmpty() ? "" : " in " + parent)
                            + suggestion(unknown.getPropertyName(), unknown.getKnownPropertyIds()));
        }
        String detail = Objects.requireNonNullElse(e.getOriginalMessage(), "not readable")
                .lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .limit(2)
                .collect(Collectors.joining(" "))
                .replaceAll("`java\\.(lang|util)\\.(\\w+)(<[^`]*)?`", "$2");
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return new YamlException(line, "field `" + FieldPath.of(mapping.getPath()) + "`: " + detail);
        }
        return new YamlException(line, "not YAML: " + detail);
    }

    private static String suggestion(String name, Collection<Object> known) {
        return known.stream()
                .map(Object::toString)
                .filter(k -> distance(name, k) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String k) -> distance(name, k)).thenComparing(Comparator.naturalOrder()))
                .map(k -> "; did you mean `" + k + "`?")
                .orElse("");
    }

    /** Levenshtein distance, letter case aside. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int next = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
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
