package dev.kubewasm.scheduler.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cluster gave no answer, or said that it can't give one now. What was asked for may have happened or not. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * The cluster didn't say when to ask again.
     *
     * @param message what was asked for, and what came back
     * @param cause if there is one
     */
    public ClusterUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, Duration.ZERO);
    }

    /**
     * @param message what was asked for, and what came back
     * @param cause if there is one
     * @param retryAfter for how long from now on the cluster asks to be left alone; not negative
     */
    public ClusterUnavailableException(String message, @Nullable Throwable cause, Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /** For how long from when this was thrown the cluster asks to be left alone; zero: it didn't say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
