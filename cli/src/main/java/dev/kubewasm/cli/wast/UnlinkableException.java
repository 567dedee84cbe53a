package dev.kubewasm.cli.wast;

/** Imports can't be satisfied. */
final class UnlinkableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnlinkableException(String message) {
        super(message);
    }
}
