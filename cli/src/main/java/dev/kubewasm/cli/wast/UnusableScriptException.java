package dev.kubewasm.cli.wast;

/** A script that can't be run. The message names the file and the field. */
final class UnusableScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableScriptException(String message) {
        super(message);
    }
}
