package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;

/**
 * Where the bytes of an {@code output-stream} go. Writes are made on the calling thread: {@code wasi:io/streams} is
 * non-blocking "to the extent practical", and so nothing is lost or reordered when a component ends.
 */
public interface OutputSink {
    /** Takes all of {@code bytes}. */
    void write(byte[] bytes) throws IOException;

    /** Passes on everything taken so far. */
    void flush() throws IOException;

    /** The stream was dropped. */
    void close();
}
