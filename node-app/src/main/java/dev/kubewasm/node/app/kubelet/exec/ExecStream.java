package dev.kubewasm.node.app.kubelet.exec;

import java.util.Locale;

/** A stream of exec that the node writes to; protocol {@code v4.channel.k8s.io}. */
enum ExecStream {
    /** What the function returned. */
    STDOUT(1),
    /** What went wrong. */
    STDERR(2),
    /** How it ended: a {@code Status} as JSON. */
    ERROR(3);

    private final int channel;

    ExecStream(int channel) {
        this.channel = channel;
    }

    /** Its number, over WebSocket. */
    int channel() {
        return channel;
    }

    /** Its header {@code streamType}, over SPDY. */
    String type() {
        return name().toLowerCase(Locale.ROOT);
    }
}
