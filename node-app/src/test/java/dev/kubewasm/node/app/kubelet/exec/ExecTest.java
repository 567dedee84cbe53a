package dev.kubewasm.node.app.kubelet.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.node.ContainerCall.Answer;
import dev.kubewasm.node.ContainerCall.Ending;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exec over the two protocols. */
class ExecTest {
    private static final String RESULT = "x".repeat(100_000);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer(
                    new HttpServerOptions().setWebSocketSubProtocols(Exec.webSocketProtocols()))
            .requestHandler(router())
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** As the node's: the request is paused, and answered on another thread. */
    private Router router() {
        Router router = Router.router(vertx);
        router.route("/exec").handler(context -> {
            context.request().pause();
            Thread.ofVirtual().start(() -> {
                if (!Exec.answer(context, () -> new Answer(Ending.FAILED, RESULT), Runnable::run)) {
                    context.response().setStatusCode(400).end();
                }
            });
        });
        return router;
    }

    @Test
    void overSpdyEachStreamIsReadToItsEnd() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            SpdyClient client = new SpdyClient(socket);

            assertThat(client.upgrade("/exec?output=1&error=1&input=1"))
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Upgrade: SPDY/3.1", "X-Stream-Protocol-Version: v4.channel.k8s.io");
            Map<String, String> streams = client.read(List.of("error", "stdin", "stdout", "stderr"));

            assertThat(streams)
                    .containsEntry("stdout", RESULT + "\n")
                    .containsEntry("stderr", "")
                    .hasEntrySatisfying("error", status -> assertThat(status).contains("NonZeroExitCode"));
        }
    }

    @Test
    void overWebSocketEachMessageHasItsStream() {
        CompletableFuture<Map<Byte, String>> read = new CompletableFuture<>();
        vertx.createWebSocketClient()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.actualPort())
                        .setURI("/exec?output=1&error=1")
                        .setSubProtocols(List.of("v4.channel.k8s.io")))
                .onFailure(read::completeExceptionally)
                .onSuccess(socket -> collect(socket, read));

        Map<Byte, String> streams = read.join();

        assertThat(streams).containsOnlyKeys((byte) 1, (byte) 3).containsEntry((byte) 1, RESULT + "\n");
        assertThat(streams.get((byte) 3)).contains("NonZeroExitCode");
    }

    private static void collect(WebSocket socket, CompletableFuture<Map<Byte, String>> read) {
        Map<Byte, String> streams = new TreeMap<>();
        assertThat(socket.subProtocol()).isEqualTo("v4.channel.k8s.io");
        socket.binaryMessageHandler(message -> streams.merge(message.getByte(0), text(message), String::concat));
        socket.closeHandler(_ -> read.complete(streams));
    }

    private static String text(Buffer message) {
        return message.getString(1, message.length(), UTF_8.name());
    }

    @Test
    void anythingElseIsNoExec() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.getOutputStream()
                    .write("POST /exec HTTP/1.1\r\nHost: node\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 400");
        }
    }
}
