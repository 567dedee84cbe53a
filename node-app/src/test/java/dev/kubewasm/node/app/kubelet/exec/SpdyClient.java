package dev.kubewasm.node.app.kubelet.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** As the API server speaks to a kubelet for exec: streams of SPDY, after an upgrade. */
final class SpdyClient {
    private final Socket socket;
    private final EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));

    SpdyClient(Socket socket) {
        this.socket = socket;
    }

    /** Asks for the upgrade; the answer's head. */
    String upgrade(String path) throws IOException {
        String request = "POST " + path + " HTTP/1.1\r\nHost: node\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                + "X-Stream-Protocol-Version: v5.channel.k8s.io\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n"
                + "Content-Length: 0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        return head.toString();
    }

    /** Makes these streams and reads them to their ends: what came, by stream. */
    Map<String, String> read(List<String> types) throws IOException {
        Map<Integer, String> ids = new HashMap<>();
        for (String type : types) {
            int id = 1 + 2 * ids.size();
            ids.put(id, type);
            SpdySynStreamFrame made = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
            made.headers().set("streamtype", type);
            send(made);
        }
        Map<String, StringBuilder> texts = new HashMap<>();
        Set<Integer> open = new HashSet<>(ids.keySet());
        ids.forEach((id, type) -> {
            if (type.equals("stdin")) {
                open.remove(id);
            }
        });
        byte[] bytes = new byte[1 << 12];
        while (!open.isEmpty()) {
            codec.writeInbound(
                    Unpooled.copiedBuffer(bytes, 0, socket.getInputStream().read(bytes)));
            for (SpdyFrame frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
                switch (frame) {
                    case SpdySynReplyFrame reply -> {
                        if (reply.headers().isEmpty()) {
                            throw new AssertionError("the API server can't read a reply without headers");
                        }
                        texts.put(ids.get(reply.streamId()), new StringBuilder());
                    }
                    case SpdyDataFrame data -> {
                        Objects.requireNonNull(texts.get(ids.get(data.streamId())), "data before a reply")
                                .append(data.content().toString(UTF_8));
                        if (data.isLast()) {
                            open.remove(data.streamId());
                        }
                        data.release();
                    }
                    default -> throw new AssertionError("unexpected: " + frame);
                }
            }
        }
        Map<String, String> read = new HashMap<>();
        texts.forEach((type, text) -> read.put(type, text.toString()));
        return read;
    }

    private void send(SpdyFrame frame) throws IOException {
        codec.writeOutbound(frame);
        for (ByteBuf out = codec.readOutbound(); out != null; out = codec.readOutbound()) {
            socket.getOutputStream().write(ByteBufUtil.getBytes(out));
            out.release();
        }
    }
}
