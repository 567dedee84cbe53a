package dev.kubewasm.scheduler.app;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scheduler as users run it: {@code java -jar target/quarkus-app/quarkus-run.jar}, a process of its own. */
public final class SchedulerProcess implements AutoCloseable {
    private static final String QUICK_ELECTION =
            "leaderElection: {leaseDuration: 6s, renewDeadline: 4s, retryPeriod: 1s}\n";

    /** The last line of a histogram: how many objects there are, and their bytes. */
    private static final Pattern TOTAL_BYTES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    private final Process process;
    private final int port;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private SchedulerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts it with images of a folder; it isn't ready yet when this returns. */
    static SchedulerProcess start(Path kubeconfig, Path ociLayout, Path logs) {
        return start(kubeconfig, "artifacts: {ociLayout: " + ociLayout + "}\n", logs);
    }

    /**
     * Starts it; it isn't ready yet when this returns.
     *
     * @param more lines of the configuration file; where they don't say, Leases run out after six seconds
     */
    public static SchedulerProcess start(Path kubeconfig, String more, Path logs) {
        return start(kubeconfig, more, logs, Map.of());
    }

    /** The same with environment variables besides. */
    static SchedulerProcess start(Path kubeconfig, String more, Path logs, Map<String, String> environment) {
        Path jar = ProjectRoot.path().resolve("scheduler-app/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " isn't there: run this test with 'mvn verify', which builds it");
        }
        try {
            int port = freePort();
            Path log = Files.createTempFile(logs, "scheduler-", ".log");
            Path configuration = Files.writeString(
                    Files.createTempFile(logs, "scheduler-", ".yaml"),
                    """
                    apiVersion: kube-wasm/v1alpha1
                    kind: SchedulerConfiguration
                    server: {port: %d}
                    """.formatted(port) + (more.contains("leaderElection:") ? "" : QUICK_ELECTION) + more,
                    StandardCharsets.UTF_8);
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-jar",
                            jar.toString(),
                            "--config",
                            configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().putAll(environment);
            return new SchedulerProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException("the scheduler can't be started", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Waits until {@code /readyz} says yes. */
    void awaitReady() {
        Await.until(
                "the scheduler is ready",
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(
                                "the scheduler ended with status " + process.exitValue() + ":\n" + log());
                    }
                    return status("/readyz");
                },
                status -> status == 200);
    }

    /** What it serves at {@code path}. */
    String get(String path) {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int status(String path) {
        try {
            return http.send(request(path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    /**
     * How many bytes its live objects take: a full collection is made to count them, during which it stands still.
     *
     * @throws IllegalStateException if its JVM doesn't say
     */
    long liveHeap() {
        try {
            Process histogram = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL_BYTES.matcher(said);
            if (!total.find()) {
                throw new IllegalStateException("no histogram of its heap: " + said);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it in the middle of what it does, until {@link #resume}. */
    void pause() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill " + signal + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has ended by itself; its status. */
    int awaitEnd() {
        return Await.until("the scheduler has ended", () -> process.isAlive() ? -1 : process.exitValue(), s -> s >= 0);
    }

    /** Whether its metrics say that it leads; not while it can't be asked. */
    boolean leads() {
        try {
            return get("/metrics").contains("leader_election_master_status{name=\"kube-wasm-scheduler\"} 1.0");
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    /** Kills it where it stands. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to stop, and doesn't wait. */
    void terminate() {
        process.destroy();
    }

    /** Whether it answers requests. */
    boolean serves() {
        return status("/livez") != 0;
    }

    /** Asks it to stop; the status it ends with. */
    int stop() {
        terminate();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the scheduler doesn't stop:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
