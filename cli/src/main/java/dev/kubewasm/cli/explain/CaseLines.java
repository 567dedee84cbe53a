package dev.kubewasm.cli.explain;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The lines of a file one by one, gzipped or not, in bounded memory. */
final class CaseLines implements Closeable {
    /** The longest line that is read, in bytes: a cluster of 5,000 nodes with 100,000 Pods fits. */
    static final int MAX_LINE_BYTES = 512 << 20;

    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private int number;

    private CaseLines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * A line.
     *
     * @param number from 1
     * @param text its bytes without the line end; empty if it is too long
     */
    record Line(int number, Optional<byte[]> text) {}

    static CaseLines open(InputStream file) throws IOException {
        return open(file, MAX_LINE_BYTES);
    }

    static CaseLines open(InputStream file, int maxBytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(file, BUFFER);
        in.mark(2);
        boolean zipped = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
        in.reset();
        return new CaseLines(zipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in, maxBytes);
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        number++;
        ByteArrayOutputStream text = new ByteArrayOutputStream(BUFFER);
        boolean tooLong = false;
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (text.size() < maxBytes) {
                text.write(b);
            } else {
                tooLong = true;
            }
        }
        return Optional.of(new Line(number, tooLong ? Optional.empty() : Optional.of(text.toByteArray())));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
