package dev.kubewasm.testkit.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real kube-scheduler (1.34) with its default profile, to compare with. It knows no limit of requests a second. */
public final class KubeScheduler implements AutoCloseable {
    private final ChildProcess process;

    private KubeScheduler(ChildProcess process) {
        this.process = process;
    }

    /**
     * The program: from the folder that system property {@code kubewasm.control-plane} or environment variable {@code
     * KUBEBUILDER_ASSETS} names, or from where {@code control-plane/build.sh --kube-scheduler} has put it. Empty if it
     * isn't there; it isn't built.
     */
    public static Optional<Path> find() {
        return Optional.of(ServerSource.programsFolder().resolve("kube-scheduler"))
                .filter(Files::isExecutable);
    }

    /**
     * Starts it. It schedules when it has seen all that is there.
     *
     * @param program from {@link #find}
     * @param directory an empty folder that it may write in
     */
    public static KubeScheduler start(Path program, ControlPlane controlPlane, Path directory) {
        try {
            Path config = Files.writeString(
                    directory.resolve("kube-scheduler.yaml"), """
                    apiVersion: kubescheduler.config.k8s.io/v1
                    kind: KubeSchedulerConfiguration
                    clientConnection:
                      kubeconfig: %s
                      qps: 1000
                      burst: 1000
                    leaderElection:
                      leaderElect: false
                    """.formatted(controlPlane.kubeconfig()));
            return new KubeScheduler(ChildProcess.start(
                    List.of(program.toString(), "--config=" + config, "--secure-port=0"), directory));
        } catch (IOException e) {
            throw new ControlPlaneException("cannot start " + program, e);
        }
    }

    /** Its last words, for error messages. */
    public String endOfLog() {
        return process.endOfLog();
    }

    /** Stops it. */
    @Override
    public void close() {
        process.stop();
    }
}
