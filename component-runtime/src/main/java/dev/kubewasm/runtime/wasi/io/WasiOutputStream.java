package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.failure.Trap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * An {@code output-stream}: a sink, the permit that {@code check-write} gives, and the rule that a stream is closed after
 * a failure.
 */
public final class WasiOutputStream {
    /** What {@code check-write} permits, in bytes. */
    public static final int PERMIT = 64 * 1024;

    /** The most that the blocking writes take, in bytes; fixed by {@code wasi:io/streams}. */
    public static final int MAX_BLOCKING_WRITE = 4096;

    private final OutputSink sink;
    private long permitted;
    private boolean closed;

    /** A stream into the sink. */
    public WasiOutputStream(OutputSink sink) {
        this.sink = sink;
    }

    /** {@code check-write}: how many bytes may be written next. */
    public long checkWrite() throws StreamFailure {
        requireOpen();
        permitted = PERMIT;
        return permitted;
    }

    /**
     * {@code write}.
     *
     * @throws Trap if it is more than {@code check-write} permitted
     */
    public void write(byte[] bytes) throws StreamFailure {
        requireOpen();
        spendPermit(bytes.length);
        send(bytes);
    }

    /**
     * {@code write-zeroes}.
     *
     * @param len how many, unsigned
     * @throws Trap if it is more than {@code check-write} permitted
     */
    public void writeZeroes(long len) throws StreamFailure {
        requireOpen();
        spendPermit(len);
        send(new byte[(int) len]);
    }

    /**
     * {@code blocking-write-and-flush}.
     *
     * @throws Trap if it is more than {@link #MAX_BLOCKING_WRITE} bytes
     */
    public void blockingWriteAndFlush(byte[] bytes) throws StreamFailure {
        requireBlockingSize(bytes.length);
        requireOpen();
        send(bytes);
        flush();
    }

    /**
     * {@code blocking-write-zeroes-and-flush}.
     *
     * @param len how many, unsigned
     * @throws Trap if it is more than {@link #MAX_BLOCKING_WRITE} bytes
     */
    public void blockingWriteZeroesAndFlush(long len) throws StreamFailure {
        requireBlockingSize(len);
        requireOpen();
        send(new byte[(int) len]);
        flush();
    }

    /** {@code flush}, {@code blocking-flush}: done when it returns. */
    public void flush() throws StreamFailure {
        requireOpen();
        attempt(sink::flush);
    }

    /**
     * {@code splice}: moves what is there now.
     *
     * @param len how many at most, unsigned
     * @return how many were moved
     */
    public long splice(WasiInputStream source, long len) throws StreamFailure {
        long permit = checkWrite();
        byte[] bytes = source.read(Long.compareUnsigned(len, permit) < 0 ? len : permit);
        write(bytes);
        return bytes.length;
    }

    /** {@code blocking-splice}: waits for the source; writing never has to wait. */
    public long blockingSplice(WasiInputStream source, long len, IoEvents events) throws StreamFailure {
        requireOpen();
        if (len != 0) {
            events.await(java.util.List.of(source.pollable()));
        }
        return splice(source, len);
    }

    /** {@code subscribe}: there is a permit, or the stream is closed. */
    public Pollable pollable() {
        return Pollable.READY;
    }

    /** The stream was dropped. */
    public void drop() {
        closed = true;
        sink.close();
    }

    private void requireOpen() throws StreamFailure {
        if (closed) {
            throw StreamFailure.closed();
        }
    }

    private void spendPermit(long len) {
        if (Long.compareUnsigned(len, permitted) > 0) {
            throw new Trap(
                    Trap.Kind.HOST_CONTRACT,
                    "wasi:io/streams: a write of %s bytes, but check-write permitted %d"
                            .formatted(Long.toUnsignedString(len), permitted));
        }
        permitted -= len;
    }

    private static void requireBlockingSize(long len) {
        if (Long.compareUnsigned(len, MAX_BLOCKING_WRITE) > 0) {
            throw new Trap(
                    Trap.Kind.HOST_CONTRACT,
                    "wasi:io/streams: a blocking write of %s bytes; at most %d are allowed"
                            .formatted(Long.toUnsignedString(len), MAX_BLOCKING_WRITE));
        }
    }

    private void send(byte[] bytes) throws StreamFailure {
        attempt(() -> sink.write(bytes));
    }

    private void attempt(Operation operation) throws StreamFailure {
        try {
            operation.run();
        } catch (ClosedByInterruptException | InterruptedIOException e) {
            throw Interruption.trap(e);
        } catch (IOException e) {
            closed = true;
            throw StreamFailure.failed(e);
        }
    }

    @FunctionalInterface
    private interface Operation {
        void run() throws IOException;
    }
}
