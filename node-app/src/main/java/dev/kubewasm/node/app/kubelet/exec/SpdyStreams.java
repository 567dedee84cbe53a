package dev.kubewasm.node.app.kubelet.exec;

import dev.kubewasm.node.ContainerCall.Answer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The streams of one exec on its connection: the client makes them, each with a header that says which it is. Once all are there
 * the call is made. Runs on the connection's event loop.
 */
final class SpdyStreams extends SimpleChannelInboundHandler<SpdyFrame> {
    private static final Logger LOG = Logger.getLogger(SpdyStreams.class);
    private static final String TYPE = "streamtype";
    private static final int MAX_STREAMS = 8;
    private static final int MAX_DATA = 1 << 15;
    /** The client closes the connection when it has read everything; one that doesn't is cut off. */
    private static final int CLOSES_WITHIN_SECONDS = 10;

    private final Exec.Streams wanted;
    private final Supplier<Answer> call;
    private final Executor calls;
    private final Map<String, Integer> streams = new HashMap<>();
    private boolean begun;

    SpdyStreams(Exec.Streams wanted, Supplier<Answer> call, Executor calls) {
        this.wanted = wanted;
        this.call = call;
        this.calls = calls;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, SpdyFrame frame) {
        switch (frame) {
            case SpdySynStreamFrame made -> {
                String type = String.valueOf(made.headers().getAsString(TYPE));
                streams.put(type, made.streamId());
                SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(made.streamId());
                // Netty writes no block of headers where there are none, and Go's reader can't do without.
                reply.headers().set(TYPE, type);
                ChannelFuture _ = connection.writeAndFlush(reply);
                if (streams.size() > MAX_STREAMS) {
                    close(connection);
                } else {
                    beginIfComplete(connection);
                }
            }
            case SpdyPingFrame ping -> {
                ChannelFuture _ = connection.writeAndFlush(new DefaultSpdyPingFrame(ping.id()));
            }
            case SpdyGoAwayFrame _ -> close(connection);
            default -> {
                // Standard input, sizes of a terminal, windows, settings: nothing that a call has a use for.
            }
        }
    }

    private void beginIfComplete(ChannelHandlerContext connection) {
        boolean complete = wanted.written().stream().allMatch(stream -> streams.containsKey(stream.type()))
                && (!wanted.input() || streams.containsKey("stdin"));
        if (complete && !begun) {
            begun = true;
            calls.execute(() -> {
                Map<ExecStream, byte[]> output = ExecOutput.of(call.get(), wanted.written());
                connection.executor().execute(() -> write(connection, output));
            });
        }
    }

    private void write(ChannelHandlerContext connection, Map<ExecStream, byte[]> output) {
        wanted.written().forEach(stream -> write(connection, stream, output.getOrDefault(stream, new byte[0])));
        connection.flush();
        ScheduledFuture<?> _ =
                connection.executor().schedule(() -> close(connection), CLOSES_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    /** All of a stream, and its end. */
    private void write(ChannelHandlerContext connection, ExecStream stream, byte[] bytes) {
        int id = streams.getOrDefault(stream.type(), 0);
        for (int from = 0; from < bytes.length; from += MAX_DATA) {
            ChannelFuture _ = connection.write(new DefaultSpdyDataFrame(
                    id, Unpooled.wrappedBuffer(bytes, from, Math.min(MAX_DATA, bytes.length - from))));
        }
        SpdyDataFrame end = new DefaultSpdyDataFrame(id);
        end.setLast(true);
        ChannelFuture _ = connection.write(end);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        LOG.debugf("exec: the connection ends: %s", cause.getMessage());
        close(connection);
    }

    private static void close(ChannelHandlerContext connection) {
        ChannelFuture _ = connection.close();
    }
}
