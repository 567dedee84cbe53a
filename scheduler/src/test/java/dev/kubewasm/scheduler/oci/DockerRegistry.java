package dev.kubewasm.scheduler.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kubewasm.scheduler.port.Digest;
import dev.kubewasm.testkit.ExternalTools;
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
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The registry of the distribution project, as Debian packages it, on the loopback address; it asks for user and password. */
final class DockerRegistry implements AutoCloseable {
    static final String USER = "reader";
    static final String PASSWORD = "right";

    /** bcrypt of {@link #PASSWORD}, cost 4. */
    private static final String HTPASSWD = USER + ":$2y$04$q5ut1FIFiStDYWAOtVrUz.hXMOq.EyBtoVbvgIsVCF/sV/iGb/5se\n";

    private final Process process;
    private final String host;
    private final HttpClient http = HttpClient.newHttpClient();

    private DockerRegistry(Process process, String host) {
        this.process = process;
        this.host = host;
    }

    /** Starts one, or skips the test where the program isn't installed. */
    static DockerRegistry start(Path folder) throws IOException {
        Path program = ExternalTools.require("docker-registry").path("docker-registry");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path users = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        Path config =
                Files.writeString(folder.resolve("config.yml"), """
                version: 0.1
                log: {level: warn}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                auth: {htpasswd: {realm: test, path: %s}}
                """.formatted(folder.resolve("data"), port, users));
        Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        DockerRegistry registry = new DockerRegistry(process, "127.0.0.1:" + port);
        registry.awaitReady(folder.resolve("registry.log"));
        return registry;
    }

    private void awaitReady(Path log) throws IOException {
        long giveUpAt = System.nanoTime() + 30_000_000_000L;
        while (true) {
            if (!process.isAlive() || System.nanoTime() > giveUpAt) {
                process.destroyForcibly();
                throw new IllegalStateException("docker-registry doesn't start:\n" + Files.readString(log));
            }
            try {
                send(request("/v2/").GET(), 200);
                return;
            } catch (UncheckedIOException _) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    String host() {
        return host;
    }

    /** Pushes what a layout folder holds under {@code name:latest}. */
    void push(Path layout, String name) throws IOException {
        Digest manifest;
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            List<Path> all = blobs.toList();
            manifest = manifestOf(layout);
            for (Path blob : all) {
                if (!blob.getFileName().toString().equals(manifest.hex())) {
                    pushBlob(name, Files.readAllBytes(blob));
                }
            }
        }
        send(
                request("/v2/" + name + "/manifests/latest")
                        .header("Content-Type", WasmManifests.MANIFEST)
                        .PUT(HttpRequest.BodyPublishers.ofFile(layout.resolve("blobs/sha256/" + manifest.hex()))),
                201);
    }

    private static Digest manifestOf(Path layout) throws IOException {
        String index = Files.readString(layout.resolve("index.json"));
        int at = index.indexOf("sha256:");
        return Digest.parse(index.substring(at, at + "sha256:".length() + 64)).orElseThrow();
    }

    private void pushBlob(String name, byte[] content) {
        HttpResponse<String> begun =
                send(request("/v2/" + name + "/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()), 202);
        URI upload = URI.create("http://" + host)
                .resolve(begun.headers().firstValue("Location").orElseThrow() + "&digest=" + Digest.of(content));
        send(
                authorized(upload)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
                201);
    }

    private HttpRequest.Builder request(String path) {
        return authorized(URI.create("http://" + host + path));
    }

    private static HttpRequest.Builder authorized(URI address) {
        return HttpRequest.newBuilder(address)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new IllegalStateException(response + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroyForcibly().onExit().join();
    }
}
