package dev.kubewasm.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.Explanation;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.scheduler.kubernetes.SchedulingCase;
import dev.kubewasm.testkit.ProjectRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Cases about volumes, as an API server had them: under pseudonyms each node says the same. */
class AnonymizedCasesTest {
    private static final Path CASES =
            ProjectRoot.path().resolve("scheduler-app/src/test/resources/parity/live.jsonl.gz");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("nodes", "Node"),
            Map.entry("namespaces", "Namespace"),
            Map.entry("services", "Service"),
            Map.entry("pdbs", "PodDisruptionBudget"),
            Map.entry("pods", "Pod"),
            Map.entry("persistentvolumes", "PersistentVolume"),
            Map.entry("persistentvolumeclaims", "PersistentVolumeClaim"),
            Map.entry("storageclasses", "StorageClass"),
            Map.entry("csinodes", "CSINode"),
            Map.entry("csidrivers", "CSIDriver"),
            Map.entry("csistoragecapacities", "CSIStorageCapacity"),
            Map.entry("volumeattachments", "VolumeAttachment"));

    @Test
    void eachNodeSaysTheSame() throws IOException {
        int cases = 0;
        for (ObjectNode recorded : cases()) {
            List<ObjectNode> objects = new ArrayList<>();
            ObjectNode kept = kept(recorded, objects);
            ObjectNode list = ClusterSnapshot.list(objects);
            ObjectNode anonymous = Anonymizer.anonymize(list);
            ObjectNode renamed = withItems(recorded, anonymous.path("items"));
            Map<String, String> nodes = new TreeMap<>();
            for (int i = 0; i < recorded.path("nodes").size(); i++) {
                nodes.put(
                        name(renamed.path("nodes").path(i)),
                        name(recorded.path("nodes").path(i)));
            }

            Map<String, String> whole = said(explanation(recorded), Map.of());
            assertThat(said(explanation(kept), Map.of()))
                    .as(recorded.path("id").asText())
                    .isEqualTo(whole);
            assertThat(said(explanation(renamed), nodes))
                    .as(recorded.path("id").asText())
                    .isEqualTo(whole);
            cases++;
        }
        assertThat(cases).isGreaterThanOrEqualTo(50);
    }

    private static List<ObjectNode> cases() throws IOException {
        List<ObjectNode> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(CASES)), StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                cases.add((ObjectNode) MAPPER.readTree(line));
            }
        }
        return cases;
    }

    /** The case with what a snapshot keeps; its objects, in the order of {@link #withItems}, go into {@code objects}. */
    private static ObjectNode kept(ObjectNode recorded, List<ObjectNode> objects) {
        recorded.properties().forEach(field -> {
            if (KINDS.containsKey(field.getKey())) {
                field.getValue().forEach(object -> objects.add(kept(KINDS.get(field.getKey()), object)));
            } else if (field.getKey().equals("pod")) {
                objects.add(kept("Pod", field.getValue()));
            }
        });
        return withItems(recorded, MAPPER.valueToTree(objects));
    }

    private static ObjectNode kept(String kind, JsonNode object) {
        return SnapshotResource.ALL.stream()
                .filter(resource -> resource.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .of((ObjectNode) object);
    }

    private static ObjectNode withItems(ObjectNode recorded, JsonNode items) {
        ObjectNode other = MAPPER.createObjectNode();
        int[] next = {0};
        recorded.properties().forEach(field -> {
            if (KINDS.containsKey(field.getKey())) {
                ArrayNode list = other.putArray(field.getKey());
                field.getValue().forEach(_ -> list.add(items.get(next[0]++)));
            } else if (field.getKey().equals("pod")) {
                other.set("pod", items.get(next[0]++));
            } else if (field.getKey().equals("id")) {
                other.set("id", field.getValue());
            }
        });
        return other;
    }

    private static Explanation explanation(ObjectNode scheduling) throws IOException {
        return MAPPER.treeToValue(scheduling, SchedulingCase.class).read().explain(ProfileSettings.DEFAULT);
    }

    /** What each node says and how good it is; nothing of words in which names are. */
    private static Map<String, String> said(Explanation explanation, Map<String, String> names) {
        Map<String, String> said = new TreeMap<>();
        explanation
                .nodes()
                .forEach((node, status) -> said.put(
                        names.getOrDefault(node, node),
                        switch (status) {
                            case Status.Fits _ -> "fits";
                            case Status.Rejected rejected -> rejected.plugin() + " " + rejected.code();
                        }));
        explanation.scores().ifPresent(scores -> {
            for (int i = 0; i < scores.nodes().size(); i++) {
                NodeInfo node = scores.nodes().get(i);
                said.merge(names.getOrDefault(node.name(), node.name()), " " + scores.total(i), String::concat);
            }
        });
        return said;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }
}
