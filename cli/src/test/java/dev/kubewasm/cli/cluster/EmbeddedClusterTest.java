package dev.kubewasm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.cli.manifest.Manifest;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.kubernetes.NodeFactsFactory;
import dev.kubewasm.scheduler.kubernetes.PodFactsFactory;
import dev.kubewasm.scheduler.kubernetes.WorkloadLookup;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterListener;
import dev.kubewasm.scheduler.port.ClusterObject;
import dev.kubewasm.scheduler.port.ClusterPort.BindAnswer;
import dev.kubewasm.scheduler.port.ClusterPort.Watch;
import dev.kubewasm.scheduler.port.ObservedNode;
import dev.kubewasm.scheduler.port.ObservedPod;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guarantees of an API server that the scheduler and the nodes build on. */
class EmbeddedClusterTest {
    private static final PodKey A = new PodKey("default", "a");
    private static final NodeName NODE = new NodeName("node-1");

    private final EmbeddedCluster cluster =
            new EmbeddedCluster(new AsObserved(), () -> Instant.parse("2026-01-02T03:04:05.678Z"));

    private static final class AsObserved implements ClusterObjects {
        @Override
        public ObservedPod pod(Pod pod) {
            return new PodFactsFactory(Set.of("kube-wasm"), WorkloadLookup.NONE).observe(pod);
        }

        @Override
        public ObservedNode node(Node node) {
            return NodeFactsFactory.observe(node);
        }
    }

    /** Writes down what it is told. */
    private static final class Notes implements ClusterListener {
        private final List<String> told = new ArrayList<>();

        @Override
        public void podChanged(ObservedPod pod) {
            told.add(pod.facts().key() + " on "
                    + pod.facts().state().node().map(NodeName::value).orElse("none"));
        }

        @Override
        public void podRemoved(PodKey pod) {
            told.add("no " + pod);
        }

        @Override
        public void nodeChanged(ObservedNode node) {
            told.add("node " + node.name().value());
        }

        @Override
        public void nodeRemoved(NodeName node) {
            told.add("no node " + node.value());
        }

        @Override
        public void objectChanged(ClusterObject object) {
            told.add(object.id().kind() + " " + object.id().name());
        }

        @Override
        public void objectRemoved(ClusterObject.Id id) {
            told.add("no " + id.kind() + " " + id.name());
        }

        @Override
        public void synced() {
            told.add("synced");
        }
    }

    @BeforeEach
    void addANodeAndTwoPods() {
        apply(node("node-1"), pod("a"), pod("b"));
    }

    private void apply(HasMetadata... objects) {
        List<Manifest> manifests = new ArrayList<>();
        for (HasMetadata object : objects) {
            manifests.add(new Manifest(Path.of("test.yaml"), manifests.size() + 1, object));
        }
        assertThat(cluster.apply(manifests)).isEmpty();
    }

    private static Node node(String name) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .endStatus()
                .build();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("own", "kept")
                .endMetadata()
                .withNewSpec()
                .withSchedulerName("kube-wasm")
                .addNewContainer()
                .withName("c")
                .withImage("x")
                .endContainer()
                .endSpec()
                .build();
    }

    private Pod stored(PodKey key) {
        return cluster.pods().stream()
                .filter(pod -> pod.getMetadata().getName().equals(key.name()))
                .findFirst()
                .orElseThrow();
    }

    private Uid uid(PodKey key) {
        return new Uid(stored(key).getMetadata().getUid());
    }

    private static PodCondition scheduled(Pod pod) {
        List<PodCondition> conditions = pod.getStatus().getConditions().stream()
                .filter(c -> c.getType().equals("PodScheduled"))
                .toList();
        assertThat(conditions).hasSize(1);
        return conditions.getFirst();
    }

    @Test
    void aBindingSetsNodeAnnotationsAndConditionInOneStep() {
        BindAnswer answer = cluster.bind(Binding.of(A, uid(A), NODE, Map.of("kube-wasm/wiring", "{}")));

        assertThat(answer).isEqualTo(new BindAnswer.Bound());
        assertThat(stored(A).getSpec().getNodeName()).isEqualTo("node-1");
        assertThat(stored(A).getMetadata().getAnnotations())
                .containsOnly(Map.entry("own", "kept"), Map.entry("kube-wasm/wiring", "{}"));
        assertThat(scheduled(stored(A)).getStatus()).isEqualTo("True");
        assertThat(scheduled(stored(A)).getLastTransitionTime()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(cluster.pods(NODE)).containsExactly(stored(A));
    }

    @Test
    void aBindingForAnotherUidIsAConflict() {
        BindAnswer answer = cluster.bind(Binding.of(A, new Uid("older"), NODE, Map.of("k", "v")));

        assertThat(answer).isEqualTo(new BindAnswer.Conflict("uid older is not that of Pod default/a"));
        assertThat(stored(A).getSpec().getNodeName()).isNull();
        assertThat(stored(A).getMetadata().getAnnotations()).doesNotContainKey("k");
    }

    @Test
    void aPodIsBoundOnce() {
        apply(node("node-2"));
        cluster.bind(Binding.of(A, uid(A), NODE, Map.of()));

        BindAnswer answer = cluster.bind(Binding.of(A, uid(A), new NodeName("node-2"), Map.of("k", "v")));

        assertThat(answer).isEqualTo(new BindAnswer.Conflict("pod a is already assigned to node \"node-1\""));
        assertThat(stored(A).getSpec().getNodeName()).isEqualTo("node-1");
        assertThat(stored(A).getMetadata().getAnnotations()).doesNotContainKey("k");
    }

    @Test
    void aBindingToANodeThatIsNotThereIsRejected() {
        assertThat(cluster.bind(Binding.of(A, uid(A), new NodeName("node-9"), Map.of())))
                .isEqualTo(new BindAnswer.Rejected("nodes \"node-9\" not found"));
        assertThat(stored(A).getSpec().getNodeName()).isNull();
    }

    @Test
    void aBindingOfAPodThatIsNotThereIsAConflict() {
        assertThat(cluster.bind(Binding.of(new PodKey("default", "z"), uid(A), NODE, Map.of())))
                .isEqualTo(new BindAnswer.Conflict("pods \"z\" not found"));
    }

    @Test
    void aPodThatCannotBePlacedSaysWhyUntilItIsBound() {
        cluster.markUnschedulable(A, uid(A), "no room");
        assertThat(scheduled(stored(A)).getStatus()).isEqualTo("False");
        assertThat(scheduled(stored(A)).getReason()).isEqualTo("Unschedulable");
        assertThat(scheduled(stored(A)).getMessage()).isEqualTo("no room");

        cluster.bind(Binding.of(A, uid(A), NODE, Map.of()));

        assertThat(scheduled(stored(A)).getStatus()).isEqualTo("True");
        assertThat(scheduled(stored(A)).getMessage()).isNull();
    }

    @Test
    void whatIsSaidOfAPodThatIsGoneChangesNothing() {
        List<Pod> before = cluster.pods();

        cluster.markUnschedulable(new PodKey("default", "gone"), uid(A), "no room");
        cluster.markUnschedulable(A, new Uid("older"), "no room");
        cluster.updateStatus(
                A, new Uid("older"), new PodStatusBuilder().withPhase("Failed").build());

        assertThat(cluster.pods()).isEqualTo(before);
    }

    @Test
    void aWatcherHearsOfAllThereIsThenOfChangesInTheirOrderWhenTheyAreDelivered() {
        Notes notes = new Notes();
        cluster.watch(notes);
        assertThat(notes.told).containsExactly("node node-1", "default/a on none", "default/b on none", "synced");
        notes.told.clear();

        cluster.bind(Binding.of(new PodKey("default", "b"), uid(new PodKey("default", "b")), NODE, Map.of()));
        cluster.add(node("node-2"));
        cluster.bind(Binding.of(A, uid(A), new NodeName("node-2"), Map.of()));
        assertThat(notes.told).isEmpty();

        assertThat(cluster.deliver()).isTrue();
        assertThat(notes.told).containsExactly("default/b on node-1", "node node-2", "default/a on node-2");
        assertThat(cluster.deliver()).isFalse();
    }

    @Test
    void aStatusThatIsTheSameIsNoChange() {
        cluster.watch(new Notes());

        cluster.updateStatus(A, uid(A), stored(A).getStatus());

        assertThat(cluster.deliver()).isFalse();
    }

    @Test
    void aClosedWatchHearsNothingMore() {
        Notes notes = new Notes();
        Watch watch = cluster.watch(notes);
        cluster.bind(Binding.of(A, uid(A), NODE, Map.of()));
        notes.told.clear();

        watch.close();
        cluster.deliver();

        assertThat(notes.told).isEmpty();
    }

    @Test
    void uidsFollowFromNamesSoThatRunsRepeat() {
        EmbeddedCluster again = new EmbeddedCluster(new AsObserved(), () -> Instant.EPOCH);
        again.apply(List.of(new Manifest(Path.of("test.yaml"), 1, pod("a"))));

        assertThat(again.pods().getFirst().getMetadata().getUid()).isEqualTo(uid(A).value());
        assertThat(uid(A)).isNotEqualTo(uid(new PodKey("default", "b")));
    }

    @Test
    void configMapsAreFoundInTheirNamespace() {
        apply(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .endMetadata()
                .addToData("key", "value")
                .build());

        assertThat(cluster.value("default", "settings", "key")).contains("value");
        assertThat(cluster.value("default", "settings", "other")).isEmpty();
        assertThat(cluster.value("other", "settings", "key")).isEmpty();
    }
}
