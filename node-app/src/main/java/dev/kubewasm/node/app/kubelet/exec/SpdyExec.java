package dev.kubewasm.node.app.kubelet.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.kubewasm.node.ContainerCall.Answer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Exec over SPDY/3.1: the upgrade of a request's connection. */
final class SpdyExec {
    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOLS = "X-Stream-Protocol-Version";
    private static final String PROTOCOL = "v4.channel.k8s.io";

    private SpdyExec() {}

    static boolean isAskedFor(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, SPDY, true)
                && request.headers().getAll(PROTOCOLS).contains(PROTOCOL);
    }

    /**
     * Takes the connection from Vert.x, which hands over connections of GET and CONNECT alone ({@code toNetSocket}), while exec is a
     * POST. The client sends nothing more before it has the answer.
     */
    static void upgrade(HttpServerRequest request, Exec.Streams streams, Supplier<Answer> call, Executor calls) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        channel.eventLoop().execute(() -> {
            ChannelPipeline pipeline = channel.pipeline();
            for (ChannelHandler handler : List.copyOf(pipeline.toMap().values())) {
                if (!(handler instanceof SslHandler)) {
                    pipeline.remove(handler);
                }
            }
            ChannelFuture _ = channel.writeAndFlush(Unpooled.copiedBuffer(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + SPDY + "\r\n" + PROTOCOLS
                            + ": " + PROTOCOL + "\r\n\r\n",
                    US_ASCII));
            pipeline.addLast(new SpdyFrameCodec(SpdyVersion.SPDY_3_1), new SpdyStreams(streams, call, calls));
            channel.config().setAutoRead(true);
        });
    }
}
