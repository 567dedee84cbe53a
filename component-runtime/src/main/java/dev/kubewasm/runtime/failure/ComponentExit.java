package dev.kubewasm.runtime.failure;

/**
 * A component ended itself ({@code wasi:cli/exit}). It unwinds every frame of the call; the instances that had one are
 * closed afterwards, as after a trap.
 */
public final class ComponentExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** Ends the calling component; {@code status} is 0 for success. */
    public ComponentExit(int status) {
        super("the component ended with status " + status, null, false, false);
        this.status = status;
    }

    /** The status, 0 for success. */
    public int status() {
        return status;
    }
}
