package dev.kubewasm.cli.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives another name to all that names something of its owner's, in objects that hold what {@link SnapshotResource} keeps: what a
 * field is follows from its name.
 */
final class Renaming {
    /** Fields that name an object. */
    private static final Set<String> NAMES = Set.of(
            "name",
            "namespace",
            "uid",
            "nodeName",
            "nominatedNodeName",
            "priorityClassName",
            "runtimeClassName",
            "resourceClaimName",
            "resourceClaimTemplateName",
            "storageClassName",
            "volumeAttributesClassName",
            "volumeName",
            "claimName",
            "persistentVolumeName",
            "iqn",
            "pool",
            "namespaces",
            "monitors");

    /** Fields that name a disk, of parts that may be names elsewhere. */
    private static final Set<String> DISKS = Set.of("volumeHandle", "volumeID", "diskURI", "pdName");

    private static final Set<String> IMAGES = Set.of("image", "names");
    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "nodeSelector", "selector");

    /** What has names that are no one's: of interfaces, resources, drivers. */
    private static final Set<String> KEPT = Set.of(
            "data", "capacity", "allocatable", "requests", "limits", "overhead", "allocatedResources", "drivers");

    /** Labels whose values mean the same everywhere. */
    private static final Set<String> COMMON_LABELS = Set.of(
            "kube-wasm/runtime",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch");

    /** A Pod's port on all addresses of its node. */
    private static final String ANY_ADDRESS = "0.0.0.0";

    /** Words in the names of disks that are in all of them. */
    private static final Set<String> DISK_WORDS =
            Set.of("", "aws:", "projects", "zones", "regions", "disks", "UNSPECIFIED");

    private static final String EBS_PREFIX = "vol-";
    private static final String LATEST = "latest";

    private final UnaryOperator<String> rename;
    private final Set<String> numeric;
    private final RenamedAnnotations annotations;

    /**
     * @param rename the other name
     * @param numeric labels whose values are compared as numbers; they stay
     */
    Renaming(UnaryOperator<String> rename, Set<String> numeric) {
        this.rename = rename;
        this.numeric = numeric;
        this.annotations = new RenamedAnnotations(this::name, this::label);
    }

    /** Changes {@code object}. */
    void apply(ObjectNode object) {
        if (object.path("kind").asText().equals("CSIDriver")) {
            return;
        }
        fields(object);
    }

    private void fields(ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
            object.set(field.getKey(), value(field.getKey(), field.getValue()));
        }
    }

    private JsonNode value(String field, JsonNode value) {
        if (KEPT.contains(field)) {
            return value;
        }
        if (LABELS.contains(field) && value instanceof ObjectNode labels && isTexts(labels)) {
            labels.properties().forEach(label -> label.setValue(text(label.getValue(), v -> label(label.getKey(), v))));
            return labels;
        }
        if (field.equals("annotations") && value instanceof ObjectNode all) {
            return annotations.of(all);
        }
        if (field.equals("disruptedPods") && value instanceof ObjectNode pods) {
            ObjectNode renamed = pods.objectNode();
            pods.properties().forEach(pod -> renamed.set(name(pod.getKey()), pod.getValue()));
            return renamed;
        }
        if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, element(field, list.get(i)));
            }
            return list;
        }
        return element(field, value);
    }

    private JsonNode element(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            switch (field) {
                case "matchExpressions", "matchLabelExpressions" -> values(object, v -> label(key(object), v));
                case "matchFields" -> values(object, this::name);
                case "taints", "tolerations" -> {
                    if (object.has("value")) {
                        object.set("value", text(object.get("value"), v -> label(key(object), v)));
                    }
                }
                default -> fields(object);
            }
            return object;
        }
        if (NAMES.contains(field)) {
            return text(value, this::name);
        }
        if (IMAGES.contains(field)) {
            return text(value, this::image);
        }
        if (DISKS.contains(field)) {
            return text(value, this::disk);
        }
        return field.equals("hostIP") ? text(value, ip -> ip.equals(ANY_ADDRESS) ? ip : name(ip)) : value;
    }

    private static String key(ObjectNode object) {
        return object.path("key").asText();
    }

    private static void values(ObjectNode expression, UnaryOperator<String> renamed) {
        if (expression.get("values") instanceof ArrayNode values) {
            for (int i = 0; i < values.size(); i++) {
                values.set(i, text(values.get(i), renamed));
            }
        }
    }

    private static boolean isTexts(ObjectNode labels) {
        return labels.properties().stream().allMatch(label -> label.getValue().isTextual());
    }

    private static JsonNode text(JsonNode value, UnaryOperator<String> renamed) {
        return value.isTextual() ? TextNode.valueOf(renamed.apply(value.textValue())) : value;
    }

    private String name(String name) {
        return name.isEmpty() ? name : rename.apply(name);
    }

    /** The values of zones may be several in one. */
    private String label(String key, String value) {
        return COMMON_LABELS.contains(key) || numeric.contains(key)
                ? value
                : Stream.of(value.split("__", -1)).map(this::name).collect(Collectors.joining("__"));
    }

    /** {@code latest} is what an image without a tag has. */
    private String image(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        String tag = tagged ? name.substring(colon + 1) : "";
        return name(tagged ? name.substring(0, colon) : name)
                + (tagged ? ":" + (tag.equals(LATEST) ? tag : name(tag)) : "")
                + (digest < 0 ? "" : "@" + digest(image.substring(digest + 1)));
    }

    /** Of the length that digests have. */
    private String digest(String digest) {
        String number = name(digest).replaceAll("\\D", "");
        return "sha256:" + "0".repeat(Math.max(0, 64 - number.length())) + number;
    }

    private String disk(String disk) {
        return Stream.of(disk.split("/", -1))
                .map(part -> DISK_WORDS.contains(part)
                        ? part
                        : part.startsWith(EBS_PREFIX)
                                ? EBS_PREFIX + name(part.substring(EBS_PREFIX.length()))
                                : name(part))
                .collect(Collectors.joining("/"));
    }

    /** The keys of labels that {@code objects} compare with numbers. */
    static Set<String> numeric(JsonNode objects) {
        return objects.findParents("operator").stream()
                .filter(expression ->
                        Set.of("Gt", "Lt").contains(expression.get("operator").asText()))
                .map(expression -> expression.path("key").asText())
                .collect(Collectors.toSet());
    }
}
