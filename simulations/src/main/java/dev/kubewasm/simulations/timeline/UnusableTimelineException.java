package dev.kubewasm.simulations.timeline;

import java.io.Serial;

/** A timeline that doesn't come to its end within the limits, or names what isn't there; the message says when and what to do. */
public final class UnusableTimelineException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableTimelineException(String message) {
        super(message);
    }
}
