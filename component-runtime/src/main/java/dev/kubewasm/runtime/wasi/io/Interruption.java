package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.failure.Trap;

/** What becomes of a host function whose thread is interrupted while it waits or does I/O. */
public final class Interruption {
    private Interruption() {}

    /** The trap to throw. The thread stays interrupted, as when the engine notices it between instructions. */
    public static Trap trap(Exception cause) {
        Thread.currentThread().interrupt();
        return new Trap(Trap.Kind.INTERRUPTED, "interrupted in a WASI call", cause);
    }
}
