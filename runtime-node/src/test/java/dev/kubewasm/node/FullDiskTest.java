package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.logs.LogFiles;
import dev.kubewasm.runtime.wave.WaveException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose disk is full: what needs none goes on, what needs some says so, and starts when there is room. */
class FullDiskTest {
    private static final String NEXT = "test:node/counter#next";

    @TempDir
    Path folder;

    private SmallDisk disk;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        disk = SmallDisk.mount(folder);
        node = TestNode.onDisk(folder);
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private Pod counter(String name) {
        return new PodBuilder(node.pod(name, "registry.example.com/test/counter:v1", Map.of()))
                .editSpec()
                .editContainer(0)
                .withImagePullPolicy("IfNotPresent")
                .endContainer()
                .endSpec()
                .build();
    }

    private Pod withEmptyDir(String name) {
        return new PodBuilder(counter(name))
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
    void whatRunsGoesOnAndWhatIsToStartSaysWhatItLacks() throws IOException, WaveException {
        node.bind(counter("before"));
        node.reconcile();
        assertThat(node.call("before", NEXT, "")).isEqualTo("1");

        disk.fill();
        node.bind(withEmptyDir("volume"));
        node.bind(counter("log"));
        node.reconcile();

        assertThat(node.waiting("volume"))
                .startsWith("CreateContainerConfigError: container `volume`: volume `scratch`: ")
                .endsWith("No space left on device");
        assertThat(node.waiting("log"))
                .startsWith("CreateContainerError: its log can't be opened: ")
                .endsWith("No space left on device");
        assertThat(node.ready("before")).isTrue();
        assertThat(node.call("before", NEXT, "")).isEqualTo("2");

        disk.empty();
        node.pass(Duration.ofSeconds(11));
        node.reconcile();

        assertThat(node.ready("volume")).isTrue();
        assertThat(node.ready("log")).isTrue();
        assertThat(node.container("before").getRestartCount()).isZero();
    }

    @Test
    void aContentThatDoesNotFitIsNotLeftInPieces() throws IOException {
        node.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("large")
                .endMetadata()
                .addToData("text", "x".repeat(2 << 20))
                .build());
        node.bind(new PodBuilder(counter("configured"))
                .editSpec()
                .addNewVolume()
                .withName("config")
                .withNewConfigMap()
                .withName("large")
                .endConfigMap()
                .endVolume()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("config")
                .withMountPath("/config")
                .endVolumeMount()
                .endContainer()
                .endSpec()
                .build());

        node.reconcile();

        assertThat(node.waiting("configured"))
                .startsWith("CreateContainerConfigError: container `configured`: volume `config`: ")
                .endsWith("No space left on device");
        try (var left = Files.walk(folder.resolve("volumes"))) {
            assertThat(left.filter(Files::isRegularFile)).allMatch(file -> file.endsWith(".wiring"));
        }
    }

    @Test
    void whatIsPulledAndCompiledRunsThoughItCanNotBeKept() throws IOException, WaveException {
        // The log's folder is there, and room for it and the folder of the Pod, but none for the image and its code.
        Files.createDirectories(folder.resolve("logs"));
        disk.fill();
        disk.giveFiles(6);
        node.bind(counter("pulled"));

        node.reconcile();

        assertThat(node.call("pulled", NEXT, "")).isEqualTo("1");
        try (var kept = Files.walk(folder.resolve("artifacts"))) {
            assertThat(kept.filter(Files::isRegularFile)).isEmpty();
        }

        disk.empty();
        node.delete("pulled");
        node.bind(counter("again"));
        node.reconcile();
        assertThat(node.ready("again")).isTrue();
    }

    @Test
    void aLogLosesLinesWhileThereIsNoRoomAndGoesOnAfterwards() throws IOException {
        LogFiles logs = new LogFiles(folder.resolve("lines"), new LogFiles.Limits(1000, 3), InstantSource.system());
        NodeSettings.ContainerId container =
                new NodeSettings.ContainerId(TestNode.key("pod"), TestNode.uid("pod"), "container", 0);
        try (OutputStream log = logs.open(container)) {
            print(log, "before");
            disk.fill();
            for (int i = 0; i < 100; i++) {
                print(log, "lost" + "-".repeat(100));
            }
            disk.empty();
            print(log, "after");
        }
        StringBuilder text = new StringBuilder();
        for (Path file : logs.files(TestNode.key("pod"), TestNode.uid("pod"), "container", false)
                .orElseThrow()) {
            text.append(Files.readString(file));
        }
        assertThat(text.toString().lines()).anyMatch(line -> line.endsWith(" stdout F after"));
    }

    private static void print(OutputStream log, String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
