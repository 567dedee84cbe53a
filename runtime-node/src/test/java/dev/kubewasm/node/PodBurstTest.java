package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.ComponentInstance;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many Pods that come and go at once. */
class PodBurstTest {
    private static final List<String> NAMES =
            IntStream.range(0, 500).mapToObj(i -> "pod-" + i).toList();

    @TempDir
    Path folder;

    private static Pod pod(TestNode node, String name) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/counter:v1", Map.of()))
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("scratch")
                .withMountPath("/scratch")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws IOException {
        try (TestNode node = TestNode.onDisk(folder)) {
            NAMES.forEach(name -> node.bind(pod(node, name)));
            node.reconcile();
            assertThat(NAMES).allMatch(node::ready);
            List<ComponentInstance> instances =
                    NAMES.stream().map(node::instance).toList();

            // Half as people delete them, half by force: those are gone at once.
            for (int i = 0; i < NAMES.size(); i++) {
                if (i % 2 == 0) {
                    node.beginDeletion(NAMES.get(i), 30);
                } else {
                    node.delete(NAMES.get(i));
                }
            }
            node.reconcile();

            assertThat(NAMES).noneMatch(node::isBound);
            assertThat(node.agent().usage()).isEmpty();
            assertThat(instances).allMatch(ComponentInstance::isGone);
            assertEmpty("logs");
            assertEmpty("volumes");
        }
    }

    @Test
    void whatAnAgentBeforeLeftIsPutAway() throws IOException {
        try (TestNode node = TestNode.onDisk(folder)) {
            node.bind(pod(node, "stays"));
            node.bind(pod(node, "goes"));
            node.reconcile();

            node.replaceAgentWhile(() -> node.delete("goes"));
            node.reconcile();

            assertThat(node.ready("stays")).isTrue();
            try (var logs = Files.list(folder.resolve("logs"))) {
                assertThat(logs).singleElement().asString().contains("_stays_");
            }
            try (var volumes = Files.list(folder.resolve("volumes"))) {
                assertThat(volumes)
                        .singleElement()
                        .asString()
                        .endsWith(TestNode.uid("stays").value());
            }
        }
    }

    private void assertEmpty(String inside) throws IOException {
        try (var left = Files.list(folder.resolve(inside))) {
            assertThat(left).isEmpty();
        }
    }
}
