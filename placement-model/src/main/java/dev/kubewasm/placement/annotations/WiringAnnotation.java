package dev.kubewasm.placement.annotations;

import static dev.kubewasm.placement.annotations.BadValue.quote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code kube-wasm/wiring} of a bound Pod, written by the Binding: JSON of at most 32 KiB.
 *
 * <pre>{@code
 * {"version":1,"containers":{"calculator":{"digest":"sha256:…","imports":{
 *   "wasi:io/streams@0.2.12":{"by":"host"},
 *   "example:pricing/rounding":{"by":"container","container":"helper"},
 *   "example:pricing/types":{"by":"types"},
 *   "example:pricing/catalog":{"by":"provider","namespace":"shop","kind":"Deployment","name":"catalog",
 *                              "uid":"…","pod":"catalog-7d9f-x2x"},
 *   "example:pricing/audit":{"by":"nobody"}}}}}
 * }</pre>
 *
 * {@code pod} is absent where a preferred link has no provider on the node; {@code nobody} is an import that stays
 * unlinked by its policy.
 */
public final class WiringAnnotation {
    /** The annotation's key. */
    public static final String KEY = "kube-wasm/wiring";

    /** The largest value, in bytes of UTF-8. */
    public static final int MAX_BYTES = 32 * 1024;

    private static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private WiringAnnotation() {}

    /** The value for {@code wiring}; invalid if it would be larger than {@link #MAX_BYTES}. */
    public static Parsed<String> write(DecidedWiring wiring) {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
        ObjectNode containers = root.putObject("containers");
        wiring.containers().forEach((name, container) -> {
            ObjectNode node = containers.putObject(name);
            container.digest().ifPresent(digest -> node.put("digest", digest));
            ObjectNode imports = node.putObject("imports");
            container.imports().forEach((key, wired) -> write(wired, imports.putObject(key)));
        });
        String json = root.toString();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return new Parsed.Invalid<>(
                    KEY,
                    "the wiring of this Pod takes " + bytes + " bytes, at most " + MAX_BYTES
                            + " are allowed: it has too many imports");
        }
        return new Parsed.Valid<>(json);
    }

    private static void write(WiredImport wired, ObjectNode node) {
        switch (wired) {
            case WiredImport.Host() -> node.put("by", "host");
            case WiredImport.Types() -> node.put("by", "types");
            case WiredImport.Nobody() -> node.put("by", "nobody");
            case WiredImport.Container(String container) ->
                node.put("by", "container").put("container", container);
            case WiredImport.Provider(WorkloadRef workload, Optional<PodKey> pod) -> {
                node.put("by", "provider")
                        .put("namespace", workload.namespace())
                        .put("kind", workload.kind())
                        .put("name", workload.name())
                        .put("uid", workload.uid().value());
                pod.ifPresent(key -> node.put("pod", key.name()));
            }
        }
    }

    /** The wiring that {@code value} holds. */
    public static Parsed<DecidedWiring> parse(String value) {
        return Parsed.of(KEY, value, text -> {
            if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                throw new BadValue("it has more than " + MAX_BYTES + " bytes");
            }
            JsonNode root = tree(text);
            JsonNode version = root.path("version");
            if (!version.isInt() || version.intValue() != VERSION) {
                throw new BadValue("version must be " + VERSION + ", found " + quote(version.toString()));
            }
            Map<String, ContainerWiring> containers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : object(root, "containers").properties()) {
                containers.put(entry.getKey(), container(entry.getValue()));
            }
            return DecidedWiring.of(containers);
        });
    }

    private static JsonNode tree(String text) throws BadValue {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadValue("it is no JSON: " + e.getOriginalMessage());
        }
    }

    private static ContainerWiring container(JsonNode node) throws BadValue {
        Map<String, WiredImport> imports = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object(node, "imports").properties()) {
            imports.put(entry.getKey(), wiredImport(entry.getKey(), entry.getValue()));
        }
        Optional<String> digest = node.has("digest") ? Optional.of(text(node, "digest")) : Optional.empty();
        return ContainerWiring.of(digest, imports);
    }

    private static WiredImport wiredImport(String key, JsonNode node) throws BadValue {
        String by = text(node, "by");
        return switch (by) {
            case "host" -> new WiredImport.Host();
            case "types" -> new WiredImport.Types();
            case "nobody" -> new WiredImport.Nobody();
            case "container" -> new WiredImport.Container(text(node, "container"));
            case "provider" -> {
                String namespace = Syntax.namespace(text(node, "namespace"));
                WorkloadRef workload = new WorkloadRef(
                        namespace,
                        text(node, "kind"),
                        Syntax.objectName(text(node, "name")),
                        new Uid(text(node, "uid")));
                Optional<PodKey> pod = node.has("pod")
                        ? Optional.of(new PodKey(namespace, Syntax.objectName(text(node, "pod"))))
                        : Optional.empty();
                yield new WiredImport.Provider(workload, pod);
            }
            default -> throw new BadValue("import " + quote(key) + ": 'by' is " + quote(by));
        };
    }

    private static JsonNode object(JsonNode parent, String field) throws BadValue {
        JsonNode node = parent.path(field);
        if (!node.isObject()) {
            throw new BadValue("field " + quote(field) + " must be an object");
        }
        return node;
    }

    private static String text(JsonNode parent, String field) throws BadValue {
        JsonNode node = parent.path(field);
        if (!node.isTextual()) {
            throw new BadValue("field " + quote(field) + " must be a string");
        }
        return node.textValue();
    }
}
