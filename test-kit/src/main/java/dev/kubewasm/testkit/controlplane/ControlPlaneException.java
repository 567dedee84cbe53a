package dev.kubewasm.testkit.controlplane;

import org.jspecify.annotations.Nullable;

/** The control plane of a test could not be found, started or reached. */
public final class ControlPlaneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControlPlaneException(String message) {
        super(message);
    }

    ControlPlaneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
