package dev.kubewasm.scheduler.app.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.port.Binding;
import dev.kubewasm.scheduler.port.ClusterUnavailableException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that answers as the API server does to one request too many: no Status, but a header. */
class RetryAfterTest {
    private static final Binding BINDING =
            Binding.of(new PodKey("ns", "a"), new Uid("uid"), new NodeName("n1"), Map.of());

    private long nanos = 7;
    private final RetryAfter retryAfter = new RetryAfter(() -> nanos);
    private HttpServer server;
    private KubernetesClient client;
    private KubernetesCluster cluster;
    private String header = "3";
    private int status = 429;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (!header.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", header);
            }
            byte[] body = "Too many requests, please try again later.".getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Config config = Config.empty();
        config.setMasterUrl("http://localhost:" + server.getAddress().getPort());
        config.setRequestRetryBackoffLimit(0);
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("retry-after", retryAfter))
                .build();
        cluster = new KubernetesCluster(
                client, Set.of("kube-wasm"), "test", new RequestRate(1000, 1000), retryAfter, InstantSource.system());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private Duration asked() {
        return catchThrowableOfType(ClusterUnavailableException.class, () -> cluster.bind(BINDING))
                .retryAfter();
    }

    @ParameterizedTest
    @CsvSource({"429, 3, 3", "503, 1, 1", "429, 3600, 60", "429, 'Fri, 31 Dec 1999 23:59:59 GMT', 0", "429, -1, 0"})
    void isCarriedByTheExceptionAndBounded(int code, String value, int seconds) {
        status = code;
        header = value;

        assertThat(asked()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void runsOut() {
        assertThat(asked()).isEqualTo(Duration.ofSeconds(3));
        header = "";
        nanos += Duration.ofSeconds(2).toNanos();
        assertThat(asked()).as("it holds for other requests too").isEqualTo(Duration.ofSeconds(1));
        nanos += Duration.ofSeconds(2).toNanos();

        assertThat(asked()).isZero();
    }
}
