package dev.kubewasm.runtime.abi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from one instance, or the host, into another (CanonicalABI.md, {@code may_enter_from}): made once per adapter.
 */
final class Entry {
    private final InstanceStore store;
    /** What is entered: the callee and its ancestors that aren't the caller's too. */
    private final InstanceScope[] entered;
    /** The callee's, where it alone is entered: nearly always. */
    private final @Nullable Gate only;

    private final boolean crossesStores;
    private final Optional<Duration> deadline;

    /** From {@code caller}, or from the host, to {@code callee}. */
    Entry(Optional<InstanceScope> caller, InstanceScope callee, Optional<Duration> deadline) {
        this.store = callee.store();
        this.entered = callee.enteredFrom(caller).toArray(InstanceScope[]::new);
        this.crossesStores = caller.isEmpty() || caller.get().store() != store;
        this.only = entered.length == 1 ? callee.gate() : null;
        this.deadline = deadline;
    }

    /** Whether entering is nothing but passing the callee's gate. */
    boolean isDirect() {
        return only != null && !crossesStores;
    }

    void enter() {
        if (crossesStores) {
            store.acquire(deadline);
        }
        if (only != null && only.mayEnter) {
            only.mayEnter = false;
        } else {
            enterAll();
        }
    }

    private void enterAll() {
        int count = 0;
        try {
            while (count < entered.length) {
                entered[count].enter();
                count++;
            }
        } finally {
            if (count < entered.length) {
                leave(count);
            }
        }
    }

    void leave() {
        if (only != null) {
            only.mayEnter = true;
            if (crossesStores) {
                store.release();
            }
        } else {
            leave(entered.length);
        }
    }

    private void leave(int count) {
        for (int i = 0; i < count; i++) {
            entered[i].leave();
        }
        if (crossesStores) {
            store.release();
        }
    }
}
