package dev.kubewasm.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.cli.simulate.RandomCluster;
import dev.kubewasm.cli.simulate.Simulated;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.solver.PlacementSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a Pod that is alone in waiting is said to go, the scheduler puts it; where none takes it, it stays without a node. */
class ExplainedAsScheduledTest {
    private static final int CLUSTERS = 20;

    @TempDir
    private Path folder;

    @Test
    void whatIsExplainedIsWhatIsDecided() throws UnexplainableException {
        int placed = 0;
        int unplaced = 0;
        for (long seed = 0; seed < CLUSTERS; seed++) {
            List<HasMetadata> objects = RandomCluster.objects(seed, false);
            for (HasMetadata object : objects) {
                if (object instanceof Pod pod && pod.getSpec().getNodeName() == null) {
                    PodKey key = new PodKey("default", pod.getMetadata().getName());
                    // Read twice: reading fills in what an API server does.
                    PodAnswer answer = PodExplainer.explain(picture(seed, key), key, Map.of());
                    String node = Simulated.nodes(Simulated.byKubeWasm(picture(seed, key), PlacementSettings.DEFAULT))
                            .getOrDefault(key.toString(), "");

                    if (answer.fits()) {
                        assertThat(answer.chosen()).as(key + " of seed " + seed).contains(node);
                        placed++;
                    } else {
                        assertThat(node).as(key + " of seed " + seed).isEmpty();
                        assertThat(answer.message()).isNotBlank();
                        unplaced++;
                    }
                }
            }
        }
        assertThat(placed).isGreaterThan(100);
        assertThat(unplaced).isGreaterThan(10);
    }

    private ClusterPicture picture(long seed, PodKey waiting) {
        List<Manifest> manifests = new ArrayList<>();
        for (HasMetadata object : RandomCluster.objects(seed, false)) {
            boolean other = object instanceof Pod pod
                    && pod.getSpec().getNodeName() == null
                    && !Objects.equals(pod.getMetadata().getName(), waiting.name());
            if (!other) {
                manifests.add(new Manifest(Path.of("cluster.yaml"), manifests.size() + 1, object));
            }
        }
        return ((ClusterPicture.Reading.Read) ClusterPicture.of(manifests, folder, 0)).picture();
    }
}
