package dev.kubewasm.runtime.engine;

import org.jspecify.annotations.Nullable;

/** An engine can't be used on this machine. The message says why, and what to do. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what went wrong, if something did. */
    public EngineUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
