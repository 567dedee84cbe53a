package dev.kubewasm.cli.wast;

/** An action that can't be done: {@link #outcome} says what that means for the command. */
final class UnusableActionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    UnusableActionException(Outcome outcome) {
        super(outcome.why());
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
