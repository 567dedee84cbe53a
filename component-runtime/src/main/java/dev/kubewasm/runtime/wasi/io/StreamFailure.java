package dev.kubewasm.runtime.wasi.io;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@code stream-error}: the last operation failed, or the stream is closed. */
public final class StreamFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable IOException failure;

    private StreamFailure(String message, @Nullable IOException failure) {
        super(message, failure, false, false);
        this.failure = failure;
    }

    /** {@code stream-error.closed}. */
    public static StreamFailure closed() {
        return new StreamFailure("the stream is closed", null);
    }

    /** {@code stream-error.last-operation-failed}. */
    public static StreamFailure failed(IOException failure) {
        return new StreamFailure("the last operation failed", failure);
    }

    /** Why the last operation failed; empty when the stream is closed. */
    public Optional<IoError> error() {
        return Optional.ofNullable(failure).map(IoError::new);
    }
}
