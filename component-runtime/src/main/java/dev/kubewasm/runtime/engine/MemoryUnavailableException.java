package dev.kubewasm.runtime.engine;

/** A core module can't be instantiated for want of memory that this process may have at another time. */
public final class MemoryUnavailableException extends CoreModuleException {
    private static final long serialVersionUID = 1L;

    /** For what there was no room, and how the JVM said so. */
    public MemoryUnavailableException(String what, OutOfMemoryError cause) {
        super("there is no memory left for " + what + ": " + cause.getMessage(), cause);
    }
}
