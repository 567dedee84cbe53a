package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.scheduler.configuration.ConfigurationFile;
import dev.kubewasm.scheduler.configuration.SchedulerConfiguration;
import dev.kubewasm.testkit.ProjectRoot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration in {@code manifests/} is one that the program takes. */
class ManifestTest {
    @Test
    void isReadByTheProgramThatItIsFor(@TempDir Path folder) throws IOException, ConfigurationFile.InvalidException {
        String manifest = Files.readString(ProjectRoot.path().resolve("manifests/base/scheduler.yaml"));
        List<HasMetadata> objects = new KubernetesSerialization().unmarshal(manifest);
        ConfigMap map = objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(
                folder.resolve("scheduler.yaml"), map.getData().get("scheduler.yaml"));

        SchedulerConfiguration configuration = ConfigurationFile.read(file);

        assertThat(configuration.leaderElection().leaderElect()).isTrue();
        assertThat(configuration.server().bindAddress()).isEqualTo("0.0.0.0");
    }
}
