package dev.kubewasm.scheduler.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with lines in JSON and a collector of traces. */
class LogsAndTracesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> collected = new ConcurrentLinkedQueue<>();

    @Test
    void anAttemptIsALineWithFieldsAndACycleIsATrace() throws IOException {
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            collected.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (TestCluster cluster = TestCluster.start();
                SchedulerProcess scheduler = SchedulerProcess.start(
                        cluster.schedulerKubeconfig(folder),
                        "logging: {format: json, level: debug}\ntracing: {endpoint: \"http://127.0.0.1:%d\"}\n"
                                .formatted(collector.getAddress().getPort()),
                        folder,
                        // As Quarkus names it; bodies are sent as they are.
                        Map.of(
                                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms"))) {
            cluster.addNodes();
            cluster.addNamespace("some");
            scheduler.awaitReady();
            cluster.createPods("some", "a", 1);
            Await.until("it is bound", () -> cluster.bound("some"), n -> n == 1);

            JsonNode line =
                    Await.until("a line says so", () -> bound(scheduler.log()), found -> !found.isMissingNode());
            assertThat(line.path("mdc").path("namespace").asText()).isEqualTo("some");
            assertThat(line.path("mdc").path("pod").asText()).startsWith("a");
            assertThat(line.path("mdc").path("uid").asText()).isNotEmpty();
            assertThat(line.path("mdc").path("node").asText()).isNotEmpty();
            Await.until(
                    "spans were sent",
                    () -> String.join("", collected),
                    sent -> sent.contains("cycle") && sent.contains("single Pods") && sent.contains("bind"));
        } finally {
            collector.stop(0);
        }
    }

    /** Every line is an object; that about the bound Pod, or none. */
    private static JsonNode bound(String log) {
        return log.lines()
                .map(LogsAndTracesIT::parse)
                .filter(line -> line.path("message").asText().contains(": bound to "))
                .findFirst()
                .orElse(JSON.missingNode());
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
