package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;
import java.util.Optional;

/** Where the bytes of an {@code input-stream} come from. Used by one call at a time. */
public interface InputSource {
    /**
     * Takes the bytes that are there, without waiting for more.
     *
     * @param max how many at most, 0 or more
     * @return up to {@code max} bytes, none if there are none yet; empty once the end is reached
     * @throws IOException when reading failed; the stream is closed after that
     */
    Optional<byte[]> read(int max) throws IOException;

    /** Whether {@link #read} has something to say: bytes, the end, or a failure. Called with {@link IoEvents} held. */
    boolean ready();

    /** The stream was dropped. */
    void close();
}
