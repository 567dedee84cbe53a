package dev.kubewasm.node;

import dev.kubewasm.node.files.FileTree;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of Pods as folders of the node, given to their containers as preopened folders: a component sees what is mounted
 * and nothing beside it. ConfigMaps and Secrets are read anew whenever a container starts, and are read-only.
 */
final class PodVolumes {
    private final VolumeSettings settings;

    PodVolumes(VolumeSettings settings) {
        this.settings = settings;
    }

    /**
     * What a container is given.
     *
     * @param preopens in the order of its mounts
     * @param problems what can't be mounted, each naming its field; the container can't start unless empty
     */
    record Mounts(List<Preopen> preopens, List<String> problems) {}

    /** A folder, and whether a container may write there if it isn't told otherwise; or what is wrong. */
    private record Source(Path folder, boolean writable, List<String> problems) {}

    /**
     * Makes the volumes that {@code container} mounts.
     *
     * @param pod whose they are
     * @param container its container
     * @param environment of the container, for {@code subPathExpr}
     * @param objects what volumes may refer to
     */
    Mounts mount(Pod pod, Container container, ContainerEnvironment environment, PodObjects objects) {
        List<Preopen> preopens = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            if (UnsupportedPodFeatures.isToken(mount.getName())) {
                continue;
            }
            Optional<Volume> volume = pod.getSpec().getVolumes().stream()
                    .filter(v -> v.getName().equals(mount.getName()))
                    .findFirst();
            String prefix = "container `" + container.getName() + "`: volume `" + mount.getName() + "`: ";
            if (volume.isEmpty()) {
                problems.add(prefix + "the Pod has none of that name");
                continue;
            }
            try {
                Source source = source(pod, volume.get(), objects);
                source.problems().forEach(problem -> problems.add(prefix + problem));
                if (source.problems().isEmpty()) {
                    boolean writable = source.writable() && !Boolean.TRUE.equals(mount.getReadOnly());
                    preopens.add(new Preopen(
                            mount.getMountPath(),
                            sub(source.folder(), subPath(mount, environment), source.writable()),
                            writable));
                }
            } catch (IOException e) {
                problems.add(prefix + e.getMessage());
            }
        }
        return new Mounts(preopens, problems);
    }

    /** What was there when another container started, and has been taken out since. */
    private static void deleteAllBut(Path folder, Set<String> paths) throws IOException {
        List<Path> stale;
        try (Stream<Path> files = Files.walk(folder)) {
            stale = files.filter(Files::isRegularFile)
                    .filter(file -> !paths.contains(folder.relativize(file).toString()))
                    .toList();
        }
        for (Path file : stale) {
            Files.delete(file);
        }
    }

    private static @Nullable String subPath(VolumeMount mount, ContainerEnvironment environment) throws IOException {
        String expression = mount.getSubPathExpr();
        if (expression == null || expression.isEmpty()) {
            return mount.getSubPath();
        }
        Optional<String> missing = environment.missing(expression);
        if (missing.isPresent()) {
            throw new IOException("subPathExpr `" + expression + "`: the container has no environment variable `"
                    + missing.get() + "`");
        }
        String path = environment.expanded(expression);
        if (path.isEmpty()) {
            // Not the whole volume, which nobody asked for.
            throw new IOException("subPathExpr `" + expression + "` is empty");
        }
        return path;
    }

    private Source source(Pod pod, Volume volume, PodObjects objects) throws IOException {
        if (volume.getHostPath() != null) {
            return hostPath(Path.of(volume.getHostPath().getPath()));
        }
        Path folder = podFolder(new Uid(pod.getMetadata().getUid())).resolve(volume.getName());
        Optional<VolumeFiles> files = VolumeFiles.of(volume, pod, objects);
        if (files.isEmpty()) {
            return new Source(Files.createDirectories(folder), true, List.of());
        }
        if (files.get().problems().isEmpty()) {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.get().files().entrySet()) {
                write(folder, file.getKey(), file.getValue());
            }
            deleteAllBut(folder, files.get().files().keySet());
        }
        return new Source(folder, false, files.get().problems());
    }

    private Source hostPath(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return new Source(path, false, List.of("hostPath " + path + ": this node has no such folder"));
        }
        Path real = path.toRealPath();
        for (Path allowed : settings.hostPaths()) {
            if (real.startsWith(allowed.toRealPath())) {
                return new Source(real, true, List.of());
            }
        }
        return new Source(path, false, List.of("hostPath " + path + ": this node doesn't let Pods have it"));
    }

    /** A file appears whole or not at all; one that says the same already is left alone. */
    private static void write(Path folder, String path, byte[] content) throws IOException {
        Path file = inside(folder, path);
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path partial = Files.createTempFile(folder.getParent(), "partial", "");
        try {
            Files.write(partial, content);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static Path sub(Path folder, @Nullable String subPath, boolean create) throws IOException {
        if (subPath == null || subPath.isEmpty()) {
            return folder;
        }
        Path sub = inside(folder, subPath);
        // Before anything is made: a link inside the volume may lead to where nothing must be made.
        Path there = folder;
        for (Path name : folder.relativize(sub)) {
            Path next = there.resolve(name);
            if (!Files.exists(next)) {
                break;
            }
            there = next;
        }
        if (!there.toRealPath().startsWith(folder.toRealPath())) {
            throw new IOException("subPath `" + subPath + "` leads out of the volume");
        }
        if (create && !Files.exists(sub)) {
            Files.createDirectories(sub);
        }
        if (!Files.isDirectory(sub)) {
            throw new IOException("subPath `" + subPath
                    + "` is no folder, and components are given folders: mount the volume" + " itself");
        }
        return sub;
    }

    private static Path inside(Path folder, String path) throws IOException {
        Path resolved = folder.resolve(path).normalize();
        if (!resolved.startsWith(folder) || resolved.equals(folder)) {
            throw new IOException("path `" + path + "` leads out of the volume");
        }
        return resolved;
    }

    /** Lets go of the volumes of a Pod that is gone. */
    void remove(Uid pod) throws IOException {
        FileTree.delete(podFolder(pod));
    }

    /** Lets go of the volumes of all other Pods. */
    void removeAllBut(Set<Uid> pods) throws IOException {
        FileTree.deleteIn(
                settings.folder(),
                pod -> !pods.contains(new Uid(pod.getFileName().toString())));
    }

    private Path podFolder(Uid pod) {
        return settings.folder().resolve(pod.value());
    }
}
