package dev.kubewasm.runtime.engine;

import org.jspecify.annotations.Nullable;

/** A core module can't be compiled or instantiated by the engine. The message says why. */
public class CoreModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the engine's own exception, if there is one. */
    public CoreModuleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
