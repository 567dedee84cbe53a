package dev.kubewasm.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import dev.kubewasm.cli.report.Serialized;
import dev.kubewasm.cli.simulate.RandomCluster;
import dev.kubewasm.cli.simulate.Simulated;
import dev.kubewasm.placement.solver.PlacementSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On what a snapshot keeps of a cluster, and on its pseudonyms, the same is decided as on the whole. */
class SnapshotDecisionsTest {
    private static final int CLUSTERS = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PlacementSettings SETTINGS =
            new PlacementSettings(7, 10, Duration.ofMinutes(10), PlacementSettings.DEFAULT.weights());

    @TempDir
    private Path folder;

    @Test
    void theSameIsDecidedOnASnapshotAndUnderPseudonyms() {
        int placed = 0;
        for (long seed = 0; seed < CLUSTERS; seed++) {
            List<HasMetadata> objects = objects(seed);
            List<Manifest> whole = objects.stream()
                    .map(object -> new Manifest(Path.of("cluster"), 1, object, true))
                    .toList();
            SortedMap<String, String> expected = decisions(whole);
            ObjectNode snapshot = snapshot(objects(seed));
            ObjectNode anonymous = Anonymizer.anonymize(snapshot);

            assertThat(decisions(read(snapshot))).as("snapshot of seed " + seed).isEqualTo(expected);
            assertThat(decisions(read(anonymous)))
                    .as("pseudonyms of seed " + seed)
                    .isEqualTo(renamed(expected, snapshot, anonymous));
            assertThat(anonymous.toString()).doesNotContain("node-", "pod-", "zone-", "app-", "registry.example.com");
            placed += (int)
                    expected.values().stream().filter(node -> !node.isEmpty()).count();
        }
        assertThat(placed).isGreaterThan(500);
    }

    /** With what an API server gives every object. */
    private static List<HasMetadata> objects(long seed) {
        List<HasMetadata> objects = RandomCluster.objects(seed, true);
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).getMetadata().setUid("uid-%03d".formatted(i));
            objects.get(i).getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
        }
        return objects;
    }

    private static ObjectNode snapshot(List<HasMetadata> objects) {
        List<ObjectNode> kept = new ArrayList<>();
        for (HasMetadata object : objects) {
            SnapshotResource resource = SnapshotResource.ALL.stream()
                    .filter(r -> r.kind().equals(object.getKind()))
                    .findFirst()
                    .orElseThrow();
            kept.add(resource.of(MAPPER.valueToTree(object)));
        }
        return ClusterSnapshot.list(kept);
    }

    private static List<Manifest> read(ObjectNode snapshot) {
        ManifestReading reading =
                ManifestReader.read(Path.of("cluster.yaml"), Serialized.yaml(snapshot), Kinds.SIMULATE);
        assertThat(reading).isInstanceOf(ManifestReading.Read.class);
        ManifestReading.Read read = (ManifestReading.Read) reading;
        assertThat(read.notices()).isEmpty();
        assertThat(read.manifests()).allMatch(Manifest::observed);
        return read.manifests();
    }

    private SortedMap<String, String> decisions(List<Manifest> manifests) {
        ClusterPicture.Reading reading = ClusterPicture.of(manifests, folder, 0);
        assertThat(reading).isInstanceOf(ClusterPicture.Reading.Read.class);
        return Simulated.nodes(Simulated.byKubeWasm(((ClusterPicture.Reading.Read) reading).picture(), SETTINGS));
    }

    private static SortedMap<String, String> renamed(
            SortedMap<String, String> decisions, ObjectNode snapshot, ObjectNode anonymous) {
        Map<String, String> names = new HashMap<>(Map.of("", ""));
        for (int i = 0; i < snapshot.path("items").size(); i++) {
            names.put(name(snapshot, i), name(anonymous, i));
        }
        TreeMap<String, String> renamed = new TreeMap<>();
        decisions.forEach((pod, node) -> renamed.put(names.get(pod), names.get(node)));
        return renamed;
    }

    private static String name(ObjectNode list, int item) {
        JsonNode metadata = list.path("items").path(item).path("metadata");
        String namespace = metadata.path("namespace").asText();
        return (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asText();
    }
}
