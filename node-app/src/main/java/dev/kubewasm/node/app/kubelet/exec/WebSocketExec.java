package dev.kubewasm.node.app.kubelet.exec;

import dev.kubewasm.node.ContainerCall.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Exec over WebSocket: binary messages whose first byte is the stream's number. */
final class WebSocketExec {
    /** The fifth adds to the fourth how a client ends its input. */
    static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io");

    private static final Logger LOG = Logger.getLogger(WebSocketExec.class);

    private WebSocketExec() {}

    static boolean isAskedFor(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    static void upgrade(HttpServerRequest request, Set<ExecStream> wanted, Supplier<Answer> call, Executor calls) {
        request.toWebSocket()
                .onSuccess(socket -> calls.execute(() -> write(socket, ExecOutput.of(call.get(), wanted))))
                .onFailure(e -> LOG.debugf("exec: no WebSocket: %s", e.getMessage()));
        request.resume();
    }

    private static void write(ServerWebSocket socket, Map<ExecStream, byte[]> output) {
        output.forEach((stream, bytes) -> socket.writeBinaryMessage(Buffer.buffer(bytes.length + 1)
                .appendByte((byte) stream.channel())
                .appendBytes(bytes)));
        socket.close();
    }
}
