package dev.kubewasm.testkit.program;

import dev.kubewasm.testkit.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the project as users run it: {@code java -jar MODULE/target/quarkus-app/quarkus-run.jar}. */
public final class QuarkusProgram implements AutoCloseable {
    private final Launch launch;
    private final Process process;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private QuarkusProgram(Launch launch, Process process, Path log) {
        this.launch = launch;
        this.process = process;
        this.log = log;
    }

    /**
     * What to start.
     *
     * @param module the folder of its module
     * @param environment variables beside those of this process
     * @param arguments the command line
     * @param ready answers 200 when it is ready
     * @param jvm options of its JVM
     */
    public record Launch(
            String module, Map<String, String> environment, List<String> arguments, URI ready, List<String> jvm) {
        /** With a small heap, which is enough for tests. */
        public Launch(String module, Map<String, String> environment, List<String> arguments, URI ready) {
            this(module, environment, arguments, ready, List.of("-Xmx512m"));
        }
    }

    /**
     * Starts it; it isn't ready yet when this returns.
     *
     * @param logs where its log goes
     */
    public static QuarkusProgram start(Launch launch, Path logs) {
        Path jar = ProjectRoot.path().resolve(launch.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " isn't there: run this test with 'mvn verify', which builds it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvm());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()));
        command.addAll(launch.arguments());
        try {
            Path log = Files.createTempFile(logs, launch.module() + "-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(launch.environment());
            Process process = builder.start();
            // Should the test's JVM end before it closes this.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new QuarkusProgram(launch, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(launch.module() + " can't be started", e);
        }
    }

    /** A port of the loopback address that nobody listens at now. */
    public static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Waits until it says that it is ready. */
    public void awaitReady() {
        Await.until(
                launch.module() + " is ready",
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(
                                launch.module() + " ended with status " + process.exitValue() + ":\n" + log());
                    }
                    return status();
                },
                status -> status == 200);
    }

    private int status() {
        HttpRequest request = HttpRequest.newBuilder(launch.ready())
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** Kills it where it stands. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to stop; the status it ends with. */
    public int stop() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(launch.module() + " doesn't stop:\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** What it has written to its output and error output. */
    public String log() {
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
