package dev.kubewasm.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A scheduler in a process of its own, held and let go on by signals. */
final class SchedulerProgram implements Contender {
    /** Its compiler took a third of its CPU in the fifth round of groups, a sixth in the fourteenth, a tenth in the eighteenth. */
    private static final int JIT_WARM_UP_ROUNDS = 20;

    private final String name;
    private final String schedulerName;
    private final boolean readsWit;
    private final int warmUpRounds;
    private final Process process;

    private SchedulerProgram(String name, String schedulerName, boolean readsWit, int warmUpRounds, Process process) {
        this.name = name;
        this.schedulerName = schedulerName;
        this.readsWit = readsWit;
        this.warmUpRounds = warmUpRounds;
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
                    1,
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
     * Kube-Wasm's scheduler with its default profile, and client limits that it doesn't reach; more options for its JVM:
     * {@code KUBE_WASM_JAVA_OPTS}.
     *
     * @param jar its program
     */
    static SchedulerProgram kubeWasm(Path jar, Path kubeconfig, Path folder) {
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
                    JIT_WARM_UP_ROUNDS,
                    Stream.of(
                                    Stream.of(javaProgram("java")),
                                    // As in its image, in the Pod of the manifests.
                                    Stream.of(
                                            "-XX:+UseSerialGC",
                                            "-XX:+UseCountedLoopSafepoints",
                                            "-XX:LoopStripMiningIter=1000",
                                            "-XX:MaxRAM=1g",
                                            "-XX:MaxRAMPercentage=60",
                                            "-XX:+UseCompactObjectHeaders",
                                            "-XX:NewSize=96m",
                                            "-XX:MaxTenuringThreshold=1"),
                                    Stream.of(System.getenv()
                                                    .getOrDefault("KUBE_WASM_JAVA_OPTS", "")
                                                    .split(" "))
                                            .filter(option -> !option.isEmpty()),
                                    Stream.of("-jar", jar.toString(), "--config", configuration.toString()))
                            .flatMap(options -> options)
                            .toList(),
                    Map.of("KUBECONFIG", kubeconfig.toString()),
                    folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String javaProgram(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static SchedulerProgram start(
            String name,
            String schedulerName,
            boolean readsWit,
            int warmUpRounds,
            List<String> command,
            Map<String, String> environment,
            Path folder) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile());
            builder.environment().putAll(environment);
            return new SchedulerProgram(name, schedulerName, readsWit, warmUpRounds, builder.start());
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
    public int warmUpRounds() {
        return warmUpRounds;
    }

    /** What of its heap is in use after a collection, in MiB; it must be a JVM. */
    long liveHeapMebibytes() {
        jcmd("GC.run");
        return Pattern.compile("used (\\d+)K")
                .matcher(jcmd("GC.heap_info"))
                .results()
                // The first two are the generations, what follows is of the metaspace.
                .limit(2)
                .mapToLong(used -> Long.parseLong(used.group(1)) / 1024)
                .sum();
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(javaProgram("jcmd"), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
