package dev.kubewasm.cli.run;

import dev.kubewasm.node.NodeSettings;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What containers print, line by line, each line behind its Pod and container. */
final class PrefixedLogs implements NodeSettings.Logs {
    /** A line longer than this is printed in pieces. */
    private static final int MAX_LINE_BYTES = 16 << 10;

    private final PrintWriter to;

    PrefixedLogs(PrintWriter to) {
        this.to = to;
    }

    @Override
    public OutputStream open(NodeSettings.ContainerId container) {
        return new Lines(container.pod() + "/" + container.name() + " | ");
    }

    private final class Lines extends OutputStream {
        private final String prefix;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public synchronized void write(int b) {
            if (b == '\n') {
                print();
            } else {
                line.write(b);
                if (line.size() >= MAX_LINE_BYTES) {
                    print();
                }
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                write(bytes[offset + i]);
            }
        }

        private void print() {
            to.println(prefix + line.toString(StandardCharsets.UTF_8));
            line.reset();
        }

        /** Prints what has no line end yet. */
        @Override
        public synchronized void close() {
            if (line.size() > 0) {
                print();
            }
        }
    }
}
