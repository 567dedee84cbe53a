package dev.kubewasm.testkit.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real kubectl with a kubeconfig.
 *
 * @param program from {@link #find}
 * @param kubeconfig who it is, to which API server
 */
public record Kubectl(Path program, Path kubeconfig) {
    /** What tests say that are skipped without it. */
    public static final String MISSING = "no kubectl on the PATH, nor built: run control-plane/build.sh --kubectl";

    /**
     * What a command printed.
     *
     * @param status its exit status
     * @param text what it wrote, both streams
     */
    public record Answer(int status, String text) {}

    /** The program: from where the control plane's programs are, or else from the PATH. Empty if it isn't there. */
    public static Optional<Path> find() {
        return Stream.concat(
                        Stream.of(ServerSource.programsFolder()),
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .map(Path::of))
                .map(folder -> folder.resolve("kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a command to its end. */
    public Answer run(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new ControlPlaneException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while kubectl ran", e);
        }
    }
}
