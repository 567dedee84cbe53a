package dev.kubewasm.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry on the loopback address that serves the blobs of image layout folders as they are, damaged ones too, and
 * misbehaves as a test tells it to. Image {@code HOST/NAME:latest} is what folder {@code NAME} below the root has.
 */
public final class FakeRegistry implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Path layouts;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Handler before = _ -> false;

    /** Gets a request before it is served. */
    @FunctionalInterface
    public interface Handler {
        /** Answers a request itself, and then returns true. */
        boolean handled(HttpExchange exchange) throws IOException;
    }

    /** A registry that serves the layouts below this folder. */
    public FakeRegistry(Path layouts) {
        this(layouts, 0);
    }

    private FakeRegistry(Path layouts, int port) {
        this.layouts = layouts;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** One at the same address, which serves the same; this one must have been closed. */
    public FakeRegistry startedAgain() {
        return new FakeRegistry(layouts, server.getAddress().getPort());
    }

    /** {@code HOST:PORT}. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The reference of what folder {@code name} below the root has. */
    public String image(String name) {
        return host() + "/" + name + ":latest";
    }

    /** From now on every request goes to {@code handler} first. */
    public FakeRegistry first(Handler handler) {
        before = handler;
        return this;
    }

    /** Requests so far: method, path, and the authorization they carried. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Lets a request hang until the registry is closed. */
    public boolean hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Answers with this body; returns true. */
    public static boolean answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
        return true;
    }

    /** Answers with this text; returns true. */
    public static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
        return answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String path = exchange.getRequestURI().toString();
            requests.add(path + (authorization == null ? "" : " " + authorization));
            if (before.handled(exchange)) {
                return;
            }
            Matcher asked = PATH.matcher(path);
            if (!asked.matches()) {
                answer(exchange, 404, "");
                return;
            }
            Path layout = layouts.resolve(asked.group(1));
            String reference = asked.group(3).equals("latest") ? latest(layout) : asked.group(3);
            Path blob = layout.resolve("blobs/sha256/" + reference.substring(reference.indexOf(':') + 1));
            if (!Files.exists(blob)) {
                answer(exchange, 404, "{\"errors\":[{\"code\":\"BLOB_UNKNOWN\"}]}");
                return;
            }
            exchange.getResponseHeaders().set("Docker-Content-Digest", reference);
            answer(exchange, 200, Files.readAllBytes(blob));
        }
    }

    private static String latest(Path layout) throws IOException {
        Path index = layout.resolve("index.json");
        if (!Files.exists(index)) {
            return "none";
        }
        Matcher digest = Pattern.compile("\"digest\"\\s*:\\s*\"([^\"]+)\"").matcher(Files.readString(index));
        return digest.find() ? digest.group(1) : "none";
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
