package dev.kubewasm.scheduler.port;

import org.jspecify.annotations.Nullable;

/** The cluster gave no answer, or said that it can't give one now. What was asked for may have happened or not. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was asked for, and what came back
     * @param cause if there is one
     */
    public ClusterUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
