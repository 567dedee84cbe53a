package dev.kubewasm.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A scheduler in a process of its own, held and let go on by signals. */
final class SchedulerProgram implements Contender {
    private final String name;
    private final String schedulerName;
    private final boolean readsWit;
    private final Process process;

    private SchedulerProgram(String name, String schedulerName, boolean readsWit, Process process) {
        this.name = name;
        this.schedulerName = schedulerName;
        this.readsWit = readsWit;
        this.process = process;
    }

    /**
     * kube-scheduler with its default profile, and client limits that it doesn't reach.
     *
     * @param program its binary
     */
    static Contender kubeScheduler(Path program, Path kubeconfig, Path folder) {
        try {
            Path configuration = Files.writeString(folder.resolve("kube-scheduler.yaml"), """
                    apiVersion: kubescheduler.config.k8s.io/v1
                    kind: KubeSchedulerConfiguration
                    leaderElection:
                      leaderElect: false
                    clientConnection:
                      kubeconfig: %s
                      qps: 5000
                      burst: 5000
                    """.formatted(kubeconfig));
            return start(
                    "kube-scheduler",
                    "default-scheduler",
                    false,
                    List.of(
                            program.toString(),
                            "--config=" + configuration,
                            "--bind-address=127.0.0.1",
                            "--secure-port=0"),
                    Map.of(),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Kube-Wasm's scheduler with its default profile, and client limits that it doesn't reach.
     *
     * @param jar its program
     */
    static Contender kubeWasm(Path jar, Path kubeconfig, Path folder) {
        try {
            Path configuration = Files.writeString(folder.resolve("kube-wasm.yaml"), """
                    apiVersion: kube-wasm/v1alpha1
                    kind: SchedulerConfiguration
                    leaderElection:
                      leaderElect: false
                    clientConnection:
                      qps: 5000
                      burst: 5000
                    server:
                      port: %d
                    """.formatted(freePort()));
            return start(
                    "kube-wasm",
                    "kube-wasm",
                    true,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            // As in its image, in the Pod of the manifests.
                            "-XX:+UseSerialGC",
                            "-XX:+UseCountedLoopSafepoints",
                            "-XX:LoopStripMiningIter=1000",
                            "-XX:MaxRAM=1g",
                            "-XX:MaxRAMPercentage=60",
                            "-jar",
                            jar.toString(),
                            "--config",
                            configuration.toString()),
                    Map.of("KUBECONFIG", kubeconfig.toString()),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Contender start(
            String name,
            String schedulerName,
            boolean readsWit,
            List<String> command,
            Map<String, String> environment,
            Path folder) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile());
            builder.environment().putAll(environment);
            return new SchedulerProgram(name, schedulerName, readsWit, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be started", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String schedulerName() {
        return schedulerName;
    }

    @Override
    public boolean readsWit() {
        return readsWit;
    }

    @Override
    public void pause() {
        signal("STOP");
    }

    @Override
    public void resume() {
        signal("CONT");
    }

    /** By the shell's builtin: there need be no program {@code kill}. */
    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException(name + " has ended: see its log");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Duration cpu() {
        return process.toHandle()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(name + " has ended: see its log"));
    }

    @Override
    public long residentMebibytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        resume();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
