package dev.kubewasm.cli.simulate;

import java.io.Serial;

/** A scenario that can't be run; the message names the file and what is wrong. */
final class UnusableScenarioException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableScenarioException(String message) {
        super(message);
    }
}
