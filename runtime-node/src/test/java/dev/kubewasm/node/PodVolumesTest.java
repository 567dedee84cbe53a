package dev.kubewasm.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes as folders, and nothing beside them. */
class PodVolumesTest implements PodObjects {
    @TempDir
    private Path folder;

    private PodVolumes volumes;
    private ConfigMap settings = new ConfigMapBuilder()
            .addToData("level", "debug")
            .addToBinaryData("raw", "AAEC")
            .build();

    @BeforeEach
    void make() throws IOException {
        volumes = new PodVolumes(new VolumeSettings(
                folder.resolve("volumes"), List.of(Files.createDirectories(folder.resolve("shared")))));
    }

    @Override
    public Optional<ConfigMap> configMap(String name) {
        return name.equals("settings") ? Optional.of(settings) : Optional.empty();
    }

    @Override
    public Optional<Secret> secret(String name) {
        return name.equals("vault")
                ? Optional.of(new SecretBuilder()
                        .addToData("password", "aHVudGVyMg==")
                        .build())
                : Optional.empty();
    }

    private PodVolumes.Mounts mount(UnaryOperator<VolumeBuilder> volume, UnaryOperator<VolumeMountBuilder> mount) {
        Volume made = volume.apply(new VolumeBuilder().withName("data")).build();
        Container container = new ContainerBuilder()
                .withName("main")
                .withVolumeMounts(
                        mount.apply(new VolumeMountBuilder().withName("data").withMountPath("/data"))
                                .build())
                .build();
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("calc")
                .withUid("7d9f")
                .addToLabels("app", "calc")
                .endMetadata()
                .withNewSpec()
                .withVolumes(made)
                .withContainers(container)
                .endSpec()
                .build();
        ContainerEnvironment environment =
                new ContainerEnvironment(Map.of("POD_NAME", "calc", "EMPTY", ""), List.of(), List.of());
        return volumes.mount(pod, container, environment, this);
    }

    private PodVolumes.Mounts mount(UnaryOperator<VolumeBuilder> volume) {
        return mount(volume, m -> m);
    }

    private static Preopen only(PodVolumes.Mounts mounts) {
        assertThat(mounts.problems()).isEmpty();
        assertThat(mounts.preopens()).hasSize(1);
        return mounts.preopens().getFirst();
    }

    @Test
    void aConfigMapIsReadOnly() throws IOException {
        Preopen preopen =
                only(mount(v -> v.withNewConfigMap().withName("settings").endConfigMap()));

        assertThat(preopen.guestPath()).isEqualTo("/data");
        assertThat(preopen.writable()).isFalse();
        assertThat(Files.readString(preopen.hostPath().resolve("level"))).isEqualTo("debug");
        assertThat(Files.readAllBytes(preopen.hostPath().resolve("raw"))).containsExactly(0, 1, 2);
    }

    @Test
    void whatATakenOutKeyWasIsGoneWhenAContainerStarts() throws IOException {
        Preopen preopen =
                only(mount(v -> v.withNewConfigMap().withName("settings").endConfigMap()));

        settings = new ConfigMapBuilder().addToData("level", "info").build();
        only(mount(v -> v.withNewConfigMap().withName("settings").endConfigMap()));

        assertThat(preopen.hostPath()).isDirectoryNotContaining("glob:**/raw");
        assertThat(preopen.hostPath().resolve("level")).hasContent("info");
    }

    @Test
    void aSubPathExprIsAFolderOfTheContainersOwn() throws IOException {
        Path shared = folder.resolve("shared");
        UnaryOperator<VolumeBuilder> host = v -> v.withNewHostPath(shared.toString(), null);

        assertThat(only(mount(host, m -> m.withSubPathExpr("pods/$(POD_NAME)"))).hostPath())
                .isEqualTo(shared.toRealPath().resolve("pods/calc"))
                .isEmptyDirectory();
        assertThat(mount(host, m -> m.withSubPathExpr("$(POD_NAME)/$(POD_IP)")).problems())
                .containsExactly(
                        "container `main`: volume `data`: subPathExpr `$(POD_NAME)/$(POD_IP)`: the container has no"
                                + " environment variable `POD_IP`");
        assertThat(mount(host, m -> m.withSubPathExpr("$(EMPTY)")).problems())
                .containsExactly("container `main`: volume `data`: subPathExpr `$(EMPTY)` is empty");
        assertThat(mount(host, m -> m.withSubPathExpr("../$(POD_NAME)")).problems())
                .singleElement()
                .asString()
                .contains("leads out of the volume");
    }

    @Test
    void keysOfASecretCanHavePathsOfTheirOwn() throws IOException {
        Preopen preopen = only(mount(v -> v.withNewSecret()
                .withSecretName("vault")
                .addNewItem()
                .withKey("password")
                .withPath("db/password")
                .endItem()
                .endSecret()));

        assertThat(preopen.writable()).isFalse();
        assertThat(Files.readString(preopen.hostPath().resolve("db/password"))).isEqualTo("hunter2");
    }

    @Test
    void projectedSourcesAreInOneFolder() throws IOException {
        Preopen preopen = only(mount(v -> v.withNewProjected()
                .addNewSource()
                .withNewConfigMap()
                .withName("settings")
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("labels")
                .withNewFieldRef("v1", "metadata.labels")
                .endItem()
                .endDownwardAPI()
                .endSource()
                .endProjected()));

        assertThat(Files.readString(preopen.hostPath().resolve("level"))).isEqualTo("debug");
        assertThat(Files.readString(preopen.hostPath().resolve("labels"))).isEqualTo("app=\"calc\"");
    }

    @Test
    void anEmptyDirIsKeptWhileThePodIsThere() throws IOException {
        Preopen first = only(mount(v -> v.withNewEmptyDir().endEmptyDir()));
        assertThat(first.writable()).isTrue();
        Files.writeString(first.hostPath().resolve("note"), "kept");

        Preopen second = only(mount(v -> v.withNewEmptyDir().endEmptyDir(), m -> m.withReadOnly(true)));

        assertThat(second.writable()).isFalse();
        assertThat(second.hostPath().resolve("note")).hasContent("kept");
        volumes.remove(new Uid("7d9f"));
        assertThat(first.hostPath()).doesNotExist();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(mount(v -> v.withNewSecret().withSecretName("nowhere").endSecret())
                        .problems())
                .containsExactly("container `main`: volume `data`: no Secret `nowhere` in the namespace");
        assertThat(only(mount(v -> v.withNewConfigMap()
                                .withName("nowhere")
                                .withOptional(true)
                                .endConfigMap()))
                        .hostPath())
                .isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../other", "a/../../other", "/etc"})
    void pathsDoNotLeadOut(String path) {
        assertThat(mount(v -> v.withNewSecret()
                                .withSecretName("vault")
                                .addNewItem()
                                .withKey("password")
                                .withPath(path)
                                .endItem()
                                .endSecret())
                        .problems())
                .singleElement()
                .asString()
                .contains("leads out of the volume");
        assertThat(mount(v -> v.withNewEmptyDir().endEmptyDir(), m -> m.withSubPath(path))
                        .problems())
                .singleElement()
                .asString()
                .contains("leads out of the volume");
    }

    @Test
    void aLinkInsideAVolumeDoesNotLeadOut() throws IOException {
        Preopen preopen = only(mount(v -> v.withNewEmptyDir().endEmptyDir()));
        Files.createSymbolicLink(preopen.hostPath().resolve("link"), folder);

        assertThat(mount(v -> v.withNewEmptyDir().endEmptyDir(), m -> m.withSubPath("link"))
                        .problems())
                .singleElement()
                .asString()
                .contains("leads out of the volume");
    }

    @Test
    void nothingIsMadeThroughALinkThatLeadsOut() throws IOException {
        Preopen preopen = only(mount(v -> v.withNewEmptyDir().endEmptyDir()));
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(preopen.hostPath().resolve("link"), outside);

        assertThat(mount(v -> v.withNewEmptyDir().endEmptyDir(), m -> m.withSubPath("link/new"))
                        .problems())
                .singleElement()
                .asString()
                .contains("leads out of the volume");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void foldersOfTheHostAreGivenWhereTheNodeAllowsIt() throws IOException {
        Path inside = Files.createDirectories(folder.resolve("shared/inside"));
        Files.createSymbolicLink(folder.resolve("shared/link"), folder);

        assertThat(only(hostPath(inside.toString())).hostPath()).isEqualTo(inside.toRealPath());
        assertThat(hostPath(folder.toString()).problems())
                .singleElement()
                .asString()
                .endsWith("this node doesn't let Pods have it");
        assertThat(hostPath(folder.resolve("shared/link").toString()).problems())
                .singleElement()
                .asString()
                .endsWith("this node doesn't let Pods have it");
        assertThat(hostPath(folder.resolve("absent").toString()).problems())
                .singleElement()
                .asString()
                .endsWith("this node has no such folder");
    }

    private PodVolumes.Mounts hostPath(String path) {
        return mount(v -> v.withNewHostPath(path, null));
    }
}
