package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.failure.Trap;
import org.jspecify.annotations.Nullable;

/** A call did not begin, for what it was to enter is gone; another provider may take its place. */
public final class NotEntered extends Trap {
    private static final long serialVersionUID = 1L;

    private final transient InstanceStore store;

    NotEntered(InstanceStore store, String message, @Nullable Throwable cause) {
        super(Kind.PROVIDER_GONE, message, cause);
        this.store = store;
    }

    /** What it was to enter. */
    public InstanceStore store() {
        return store;
    }
}
