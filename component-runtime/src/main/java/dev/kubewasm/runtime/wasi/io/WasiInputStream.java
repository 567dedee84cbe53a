package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;

/** An {@code input-stream}: a source, and the rule that a stream is closed at its end and after a failure. */
public final class WasiInputStream {
    /** The most bytes that one call moves: a component may ask for 2<sup>64</sup> - 1, the host's memory is bounded. */
    public static final int MAX_CHUNK = 64 * 1024;

    private final InputSource source;
    private boolean closed;

    /** A stream of the source's bytes. */
    public WasiInputStream(InputSource source) {
        this.source = source;
    }

    /**
     * {@code read}: what is there now, at most {@link #MAX_CHUNK} bytes.
     *
     * @param len how many at most, unsigned
     */
    public byte[] read(long len) throws StreamFailure {
        if (closed) {
            throw StreamFailure.closed();
        }
        try {
            return source.read(clamp(len)).orElseThrow(this::close);
        } catch (ClosedByInterruptException | InterruptedIOException e) {
            throw Interruption.trap(e);
        } catch (IOException e) {
            closed = true;
            throw StreamFailure.failed(e);
        }
    }

    /** {@code blocking-read}: waits for at least one byte, the end or a failure, unless {@code len} is 0. */
    public byte[] blockingRead(long len, IoEvents events) throws StreamFailure {
        if (len != 0) {
            List<Integer> ignored = events.await(List.of(pollable()));
        }
        return read(len);
    }

    /** {@code subscribe}. */
    public Pollable pollable() {
        return () -> closed || source.ready();
    }

    /** The stream was dropped. */
    public void drop() {
        closed = true;
        source.close();
    }

    /** {@code len}, unsigned, cut to {@link #MAX_CHUNK}. */
    static int clamp(long len) {
        return Long.compareUnsigned(len, MAX_CHUNK) < 0 ? (int) len : MAX_CHUNK;
    }

    private StreamFailure close() {
        closed = true;
        return StreamFailure.closed();
    }
}
