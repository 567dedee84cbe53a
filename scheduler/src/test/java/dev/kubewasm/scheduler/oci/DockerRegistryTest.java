package dev.kubewasm.scheduler.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.port.ArtifactProblem;
import dev.kubewasm.scheduler.port.ArtifactSource.Binary;
import dev.kubewasm.scheduler.port.ArtifactSource.Resolution;
import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.scheduler.port.ImageReference;
import dev.kubewasm.testkit.Corpora;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images pushed to a registry that others wrote, and read from it. */
class DockerRegistryTest {
    private static final List<String> VALID = List.of(
            "tiny-component",
            "tiny-component-no-target",
            "upstream-component",
            "wit-package",
            "upstream-wit-package",
            "core-module-wasip1");

    @TempDir
    Path folder;

    @Test
    void readsWhatWasPushed() throws Exception {
        try (DockerRegistry registry = DockerRegistry.start(folder)) {
            var settings = new RegistrySettings(Set.of(registry.host()), Duration.ofSeconds(30), 16 << 20);
            var reader =
                    RegistryArtifactSourceTest.login(registry.host(), DockerRegistry.USER, DockerRegistry.PASSWORD);
            try (var anonymous = new RegistryArtifactSource(settings, RegistryCredentials.NONE)) {
                for (String name : VALID) {
                    registry.push(Corpora.require("oci/valid/" + name), "team/" + name);
                    ImageReference image = new ImageReference(registry.host() + "/team/" + name);

                    var source = anonymous.with(reader);
                    assertThat(source.resolve(image)).isInstanceOfSatisfying(Resolution.Resolved.class, found -> {
                        var folderSource = new OciLayoutArtifactSource(Corpora.require("oci/valid/" + name));
                        assertThat(folderSource.resolve(new ImageReference("latest")))
                                .isInstanceOfSatisfying(Resolution.Resolved.class, expected -> assertThat(
                                                found.artifact().manifest())
                                        .isEqualTo(expected.artifact().manifest()));
                        assertThat(source.binary(found.artifact()))
                                .isInstanceOfSatisfying(Binary.Bytes.class, b -> assertThat(Digest.of(b.bytes()))
                                        .isEqualTo(found.artifact().layer()));
                    });
                    assertThat(anonymous.resolve(image))
                            .isInstanceOfSatisfying(Resolution.Refused.class, refused -> assertThat(refused.problem())
                                    .isInstanceOf(ArtifactProblem.Unauthorized.class));
                }
            }
        }
    }
}
