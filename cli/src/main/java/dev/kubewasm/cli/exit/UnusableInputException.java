package dev.kubewasm.cli.exit;

/** An input that a command can do nothing with. It ends with {@link ExitCode#UNUSABLE} and the message, a line or more. */
public final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what the user is told: which input, and what is wrong with it. */
    public UnusableInputException(String message) {
        super(message);
    }

    /** The same with what broke. */
    public UnusableInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
