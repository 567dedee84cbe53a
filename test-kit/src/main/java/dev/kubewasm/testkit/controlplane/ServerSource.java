package dev.kubewasm.testkit.controlplane;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** Where an API server comes from: the first of {@link ControlPlane#start()}'s options that this machine has. */
final class ServerSource {
    private static final String BUILD_SCRIPT = "control-plane/build.sh";

    private ServerSource() {}

    /**
     * Starts one and waits until it is ready.
     *
     * @param directory an empty folder that the server may write in
     * @param flags of kube-apiserver besides, without their dashes
     */
    static RunningServer start(Path directory, List<String> flags) {
        Optional<Path> named = namedFolder();
        if (named.isPresent()) {
            return ServerProcesses.start(named(named.get()), directory, flags);
        }
        String docker = "no Docker daemon answers";
        if (DockerClientFactory.instance().isDockerAvailable()) {
            try {
                return K3sServer.start(flags);
            } catch (ControlPlaneException e) {
                docker = e.getMessage() + " (" + e.getCause() + ")";
            }
        }
        Programs programs;
        try {
            programs = built();
        } catch (ControlPlaneException e) {
            throw new ControlPlaneException("""
                    no Kubernetes API server for this test. It takes one of these, in this order:
                      1. a folder with the programs etcd and kube-apiserver, named by the environment variable KUBEBUILDER_ASSETS: not set
                      2. Docker, for K3s: %s
                      3. Go 1.24 or newer, to build them by %s: %s""".formatted(docker, BUILD_SCRIPT, e.getMessage()), e);
        }
        return ServerProcesses.start(programs, directory, flags);
    }

    /**
     * The folder of the programs that are named, or built.
     *
     * @throws ControlPlaneException if none is named and none can be built
     */
    static Path programsFolder() {
        return namedFolder().orElseGet(() -> built().folder());
    }

    private static Optional<Path> namedFolder() {
        return Optional.ofNullable(System.getProperty("kubewasm.control-plane", System.getenv("KUBEBUILDER_ASSETS")))
                .filter(named -> !named.isBlank())
                .map(Path::of);
    }

    private static Programs named(Path folder) {
        Programs programs = new Programs(folder);
        if (!programs.complete()) {
            throw new ControlPlaneException(
                    "KUBEBUILDER_ASSETS (or -Dkubewasm.control-plane) names %s, but the programs etcd and kube-apiserver are not there"
                            .formatted(folder.toAbsolutePath()));
        }
        return programs;
    }

    /** Runs the build script, which returns at once when the programs are in the cache folder. */
    private static Programs built() {
        Path script = ProjectRoot.path().resolve(BUILD_SCRIPT);
        try {
            Process build = new ProcessBuilder("bash", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = build.waitFor();
            Programs programs = new Programs(Path.of(folder));
            if (status != 0 || !programs.complete()) {
                throw new ControlPlaneException("it ended with status " + status + ", its messages are above");
            }
            return programs;
        } catch (IOException e) {
            throw new ControlPlaneException("cannot run " + script, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while " + script + " ran", e);
        }
    }
}
