package dev.kubewasm.node.app.kubelet.exec;

import dev.kubewasm.node.ContainerCall.Answer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Answers {@code exec} with a call: over SPDY, which the API server speaks to kubelets whatever kubectl speaks to it, or over
 * WebSocket, for clients of {@code v4.channel.k8s.io} that it passes through. Nothing is read from standard input.
 */
public final class Exec {
    private Exec() {}

    /**
     * Upgrades the connection, makes the call on {@code calls}, and writes what comes of it. Returns before that.
     *
     * @return false if the request asks for no such upgrade: nothing has been answered
     */
    public static boolean answer(RoutingContext context, Supplier<Answer> call, Executor calls) {
        HttpServerRequest request = context.request();
        if (SpdyExec.isAskedFor(request)) {
            SpdyExec.upgrade(request, new Streams(wanted(context), flag(context, "input")), call, calls);
            return true;
        }
        if (WebSocketExec.isAskedFor(request)) {
            WebSocketExec.upgrade(request, wanted(context), call, calls);
            return true;
        }
        return false;
    }

    /** The subprotocols of WebSocket that are spoken, the preferred one first. */
    public static List<String> webSocketProtocols() {
        return WebSocketExec.PROTOCOLS;
    }

    /**
     * The streams of an exec.
     *
     * @param written by the node
     * @param input whether there is standard input, too
     */
    record Streams(Set<ExecStream> written, boolean input) {}

    /** As the kubelet's API names them. */
    private static Set<ExecStream> wanted(RoutingContext context) {
        Set<ExecStream> wanted = EnumSet.of(ExecStream.ERROR);
        if (flag(context, "output")) {
            wanted.add(ExecStream.STDOUT);
        }
        if (flag(context, "error") && !flag(context, "tty")) {
            wanted.add(ExecStream.STDERR);
        }
        return wanted;
    }

    private static boolean flag(RoutingContext context, String name) {
        return context.queryParam(name).stream().anyMatch(value -> value.equals("1") || value.equals("true"));
    }
}
