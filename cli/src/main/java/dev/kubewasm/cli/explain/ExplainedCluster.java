package dev.kubewasm.cli.explain;

import dev.kubewasm.cli.cluster.ClusterPicture;
import dev.kubewasm.cli.exit.UnusableInputException;
import dev.kubewasm.cli.live.ApiServer;
import dev.kubewasm.cli.manifest.Kinds;
import dev.kubewasm.cli.manifest.ManifestProblem;
import dev.kubewasm.cli.manifest.ManifestReader;
import dev.kubewasm.cli.manifest.ManifestReading;
import dev.kubewasm.cli.report.Serialized;
import dev.kubewasm.cli.snapshot.ClusterSnapshot;
import dev.kubewasm.scheduler.oci.OciLayoutArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryArtifactSource;
import dev.kubewasm.scheduler.oci.RegistryCredentials;
import dev.kubewasm.scheduler.oci.RegistrySettings;
import dev.kubewasm.scheduler.port.ArtifactSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads the cluster in which a Pod is to be explained. */
final class ExplainedCluster {
    private final Set<String> profiles;
    private final Consumer<String> notices;

    /**
     * @param profiles whose Pods the scheduler places
     * @param notices gets what is missing or passed over, a line each
     */
    ExplainedCluster(Set<String> profiles, Consumer<String> notices) {
        this.profiles = profiles;
        this.notices = notices;
    }

    /**
     * That of a snapshot or of a folder of manifests; images are in {@code oci/} there.
     *
     * @throws UnusableInputException if there is none
     */
    ClusterPicture of(Path path) {
        return picture(
                ManifestReader.read(path, Kinds.EXPLAIN),
                new OciLayoutArtifactSource(ManifestReader.folderOf(path).resolve("oci")));
    }

    /**
     * One that runs; images are read from their registries.
     *
     * @throws UnusableInputException if it can't be read
     */
    ClusterPicture of(ApiServer server) {
        String list = Serialized.yaml(ClusterSnapshot.take(server, List.of(), notices));
        try (RegistryArtifactSource registries =
                new RegistryArtifactSource(RegistrySettings.DEFAULT, RegistryCredentials.NONE)) {
            return picture(ManifestReader.read(Path.of("cluster"), list, Kinds.EXPLAIN), registries);
        }
    }

    private ClusterPicture picture(ManifestReading reading, ArtifactSource artifacts) {
        return switch (reading) {
            case ManifestReading.Unusable(List<ManifestProblem> problems) ->
                throw unusable(problems.stream().map(ManifestProblem::toString).toList());
            case ManifestReading.Read(var manifests, List<String> passedOver) -> {
                passedOver.forEach(notices);
                yield switch (ClusterPicture.of(manifests, artifacts, 0, profiles)) {
                    case ClusterPicture.Reading.Unusable(List<String> problems) -> throw unusable(problems);
                    case ClusterPicture.Reading.Read(ClusterPicture picture) -> {
                        picture.notices().forEach(notices);
                        yield picture;
                    }
                };
            }
        };
    }

    private static UnusableInputException unusable(List<String> problems) {
        return new UnusableInputException(
                problems.stream().collect(Collectors.joining(System.lineSeparator() + "kube-wasm: ")));
    }
}
