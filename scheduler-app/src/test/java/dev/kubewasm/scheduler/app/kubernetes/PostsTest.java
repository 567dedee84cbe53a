package dev.kubewasm.scheduler.app.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostsTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private KubernetesClient client;
    private int status = 201;
    private String answer = "{}";
    private boolean hangs;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            if (hangs) {
                awaitEnd();
            }
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Config config = Config.empty();
        // As behind a proxy that has several clusters.
        config.setMasterUrl("http://localhost:" + server.getAddress().getPort() + "/clusters/one");
        config.setRequestRetryBackoffLimit(0);
        config.setRequestTimeout(2000);
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        ended.countDown();
        client.close();
        server.stop(0);
    }

    private void post() {
        new Posts(client)
                .post(
                        "/api/v1/namespaces/ns/pods/a/binding",
                        new BindingBuilder()
                                .withNewTarget()
                                .withName("n1")
                                .endTarget()
                                .build());
    }

    private KubernetesClientException failure() {
        return catchThrowableOfType(KubernetesClientException.class, this::post);
    }

    @Test
    void whatIsPostedArrivesAsJson() {
        post();

        assertThat(asked)
                .containsExactly("POST /clusters/one/api/v1/namespaces/ns/pods/a/binding application/json"
                        + " {\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"target\":{\"name\":\"n1\"}}");
    }

    @Test
    void aRefusalSaysWhatItsStatusSays() {
        status = 409;
        answer = """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Conflict", "code": 409,
                 "message": "pod a is already assigned to node \\"n2\\""}
                """;

        KubernetesClientException refused = failure();

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(refused).hasMessageContaining("Message: pod a is already assigned to node \"n2\".");
    }

    @Test
    void whatAProxySaysIsTakenAsItIs() {
        status = 502;
        answer = "<html>bad gateway</html>";

        KubernetesClientException refused = failure();

        assertThat(refused.getCode()).isEqualTo(502);
        assertThat(refused).hasMessageContaining("bad gateway");
    }

    @Test
    void noAnswerInTimeHasNoCode() {
        hangs = true;

        KubernetesClientException none = failure();

        assertThat(none.getCode()).isNotPositive();
        assertThat(none).hasMessageContaining("none within 2000 ms");
    }

    @Test
    void noServerHasNoCode() {
        server.stop(0);

        assertThat(failure().getCode()).isNotPositive();
    }
}
