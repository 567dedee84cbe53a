package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.NodeLink.Supplier;
import dev.kubewasm.placement.annotations.WiringAnnotation;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.DecidedWiring.ContainerWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.port.ArtifactSource.Resolution;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wiring that no scheduler of this project would have written, or that somebody changed: the node takes nothing on trust. */
class LinkConsentTest {
    private static final String COUNTER = "test:node/counter";

    @TempDir
    private Path folder;

    private TestNode node = TestNode.ofFixtures();

    @AfterEach
    void close() {
        node.close();
    }

    private static String image(String name) {
        return "registry.example.com/test/" + name + ":v1";
    }

    private static WiredImport provider(String pod) {
        return new WiredImport.Provider(
                new WorkloadRef(TestNode.NAMESPACE, "Pod", pod, TestNode.uid(pod)), Optional.of(TestNode.key(pod)));
    }

    private Pod relay(String provider) {
        return node.pod("relay", image("relay"), Map.of(COUNTER, provider(provider)));
    }

    private static Pod annotated(Pod pod, String key, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToAnnotations(key, value)
                .endMetadata()
                .build();
    }

    private static Pod labelled(Pod pod, String key, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels(key, value)
                .endMetadata()
                .build();
    }

    @Test
    void aProviderIsLinkedToThoseAloneThatItAdmits() {
        node.bind(annotated(node.pod("counter", image("counter"), Map.of()), "kube-wasm/consumers", "tier=web"));
        node.bind(labelled(relay("counter"), "tier", "batch"));
        node.reconcile();
        assertThat(node.waiting("relay"))
                .isEqualTo("LinkRefused: import test:node/counter: Pod shop/counter doesn't admit it (its annotation"
                        + " kube-wasm/consumers, and its namespace)");
        assertThat(node.agent().links(TestNode.key("relay"))).isEmpty();

        node.delete("relay");
        node.reconcile();
        node.bind(labelled(relay("counter"), "tier", "web"));
        node.reconcile();

        assertThat(node.ready("relay")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "kube-wasm/links, none, the Pod's annotation kube-wasm/links has it linked to no other Pod",
        "kube-wasm/links, 'test:node/counter=none,*=required', the Pod's annotation kube-wasm/links has it linked to no"
                + " other Pod",
        "kube-wasm/providers, test:node/counter=deployment/counter, 'the Pod''s annotation kube-wasm/providers has it"
                + " linked to deployment/counter, not to pod/counter'"
    })
    void whatAConsumerSaysOfItsLinksHolds(String annotation, String value, String refusal) {
        node.bind(node.pod("counter", image("counter"), Map.of()));
        node.bind(annotated(relay("counter"), annotation, value));

        node.reconcile();

        assertThat(node.waiting("relay")).isEqualTo("LinkRefused: import test:node/counter: " + refusal);
    }

    @Test
    void editsOfTheWiringChangeNothingWhenTheAgentStartsAgain() throws Exception {
        node.close();
        node = TestNode.ofFixtures(new VolumeSettings(folder, List.of()));
        node.bind(node.pod("first", image("counter"), Map.of()));
        node.bind(node.pod("second", image("counter"), Map.of()));
        node.bind(relay("first"));
        node.reconcile();

        node.replaceAgentWhile(() -> node.bind(relay("second")));
        node.reconcile();

        assertThat(node.agent().links(TestNode.key("relay")).get("relay"))
                .containsExactly(new NodeLink(COUNTER, new Supplier.Provider(TestNode.key("first"))));
        node.delete("relay");
        node.reconcile();
        assertThat(folder.resolve(TestNode.uid("relay").value())).doesNotExist();
    }

    private static Digest manifest(String image) {
        OciLayoutArtifactSource layout = new OciLayoutArtifactSource(
                ProjectRoot.path().resolve("runtime-node/src/test/resources/components/oci"));
        assertThat(layout.resolve(new ImageReference(image))).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) layout.resolve(new ImageReference(image)))
                .artifact()
                .manifest();
    }

    private Pod decided(String image, Digest digest) {
        return annotated(
                node.pod("counter", image, Map.of()),
                WiringAnnotation.KEY,
                TestNode.wiring(Map.of("counter", ContainerWiring.of(Optional.of(digest.toString()), Map.of()))));
    }

    @Test
    void theImageThatWasDecidedAboutRunsWhateverItsTagNamesNow() throws Exception {
        Digest counter = manifest(image("counter"));
        node.bind(decided(image("traps-at-start"), counter));

        node.reconcile();

        assertThat(node.ready("counter")).isTrue();
        assertThat(node.call("counter", COUNTER + "#next", "")).isEqualTo("1");
    }

    @Test
    void anImageThatIsNotTheOneDecidedAboutDoesNotRun() {
        String pinned = image("traps-at-start") + "@" + manifest(image("traps-at-start"));
        node.bind(decided(pinned, manifest(image("counter"))));

        node.reconcile();

        assertThat(node.waiting("counter"))
                .isEqualTo("ImageMismatch: image " + pinned
                        + " is not the one that the Pod's Binding decided about (annotation kube-wasm/wiring)");
    }
}
