package dev.kubewasm.node.app.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.app.KubeletCalls;
import dev.kubewasm.node.app.identity.Credential;
import dev.kubewasm.node.app.identity.ServingCertificates;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The kubelet's API over TLS. */
class KubeletServerTest {
    @Test
    void aRenewedCertificateIsShownWithoutARestart() {
        ServingCertificates certificates = new ServingCertificates("host", "127.0.0.1", Duration.ofDays(1));
        Credential first = certificates.issue(Instant.now());
        Credential second = certificates.issue(Instant.now());
        Vertx vertx = Vertx.vertx();
        Router router = Router.router(vertx);
        router.get("/healthz").handler(context -> context.response().end("ok"));
        try (KubeletServer server = KubeletServer.listen(
                vertx,
                new KubeletServer.Settings("127.0.0.1", 0, first, Optional.empty()),
                router,
                Executors.newVirtualThreadPerTaskExecutor())) {
            assertThat(KubeletCalls.certificate(server.port())).isEqualTo(first.certificate());

            server.show(second);

            assertThat(KubeletCalls.certificate(server.port())).isEqualTo(second.certificate());
            assertThat(KubeletCalls.get(server.port(), "/healthz", null).body()).isEqualTo("ok");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
