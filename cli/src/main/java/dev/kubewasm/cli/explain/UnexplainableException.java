package dev.kubewasm.cli.explain;

import java.io.Serial;

/** There is nothing to explain; the message says why. */
final class UnexplainableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnexplainableException(String message) {
        super(message);
    }
}
