package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Java input stream as a source: read by a virtual thread, one chunk at a time and only when asked for, because a read
 * may block for ever and can't be interrupted. Shared by all streams of an instance that read from it.
 */
public final class BlockingInput implements InputSource {
    private static final byte[] NOTHING = {};

    private final InputStream input;
    private final IoEvents events;
    private byte @Nullable [] buffer;
    private State state = State.IDLE;
    private int from;
    private int to;
    private @Nullable IOException failure;

    private enum State {
        IDLE,
        READING,
        FILLED,
        FAILED,
        ENDED
    }

    /** A source of the bytes of {@code input}, which stays open when streams are dropped. */
    public BlockingInput(InputStream input, IoEvents events) {
        this.input = input;
        this.events = events;
    }

    @Override
    public boolean ready() {
        return events.ask(() -> {
            if (state == State.IDLE) {
                startReading();
            }
            return state != State.READING;
        });
    }

    @Override
    public Optional<byte[]> read(int max) throws IOException {
        IOException[] thrown = new IOException[1];
        Optional<byte[]> bytes = events.ask(() -> {
            thrown[0] = takeFailure();
            return take(max);
        });
        if (thrown[0] != null) {
            throw thrown[0];
        }
        return bytes;
    }

    @Override
    public void close() {}

    private @Nullable IOException takeFailure() {
        if (state != State.FAILED) {
            return null;
        }
        state = State.ENDED;
        return failure;
    }

    private Optional<byte[]> take(int max) {
        if (state == State.ENDED) {
            return Optional.empty();
        }
        if (state == State.IDLE && max > 0) {
            startReading();
        }
        if (state != State.FILLED || buffer == null) {
            return Optional.of(NOTHING);
        }
        byte[] taken = Arrays.copyOfRange(buffer, from, Math.min(to, from + max));
        from += taken.length;
        if (from == to) {
            state = State.IDLE;
        }
        return Optional.of(taken);
    }

    private void startReading() {
        state = State.READING;
        byte[] target = buffer != null ? buffer : new byte[WasiInputStream.MAX_CHUNK];
        buffer = target;
        Thread.ofVirtual().name("wasi-input").start(() -> fill(target));
    }

    private void fill(byte[] target) {
        try {
            int count = input.read(target);
            events.update(() -> {
                from = 0;
                to = Math.max(count, 0);
                state = count > 0 ? State.FILLED : count < 0 ? State.ENDED : State.IDLE;
            });
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new IOException("reading failed: " + e, e));
        }
    }

    private void fail(IOException e) {
        events.update(() -> {
            failure = e;
            state = State.FAILED;
        });
    }
}
