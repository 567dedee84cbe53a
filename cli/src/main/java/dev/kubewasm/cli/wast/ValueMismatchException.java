package dev.kubewasm.cli.wast;

/** A value of a script isn't of the type that it is wanted as. */
final class ValueMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ValueMismatchException(String message) {
        super(message);
    }
}
