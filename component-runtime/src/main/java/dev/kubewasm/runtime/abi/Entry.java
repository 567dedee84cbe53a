package dev.kubewasm.runtime.abi;

import java.time.Duration;
import java.util.Optional;

/**
 * The way from one instance, or the host, into another (CanonicalABI.md, {@code may_enter_from}): made once per adapter.
 */
final class Entry {
    private final InstanceStore store;
    private final InstanceScope[] entered;
    private final boolean crossesStores;
    private final Optional<Duration> deadline;

    /** From {@code caller}, or from the host, to {@code callee}. */
    Entry(Optional<InstanceScope> caller, InstanceScope callee, Optional<Duration> deadline) {
        this.store = callee.store();
        this.entered = callee.enteringFrom(caller);
        this.crossesStores = caller.isEmpty() || caller.get().store() != store;
        this.deadline = deadline;
    }

    void enter() {
        if (!crossesStores) {
            InstanceScope.enter(entered);
            return;
        }
        store.acquire(deadline);
        try {
            InstanceScope.enter(entered);
        } catch (Throwable t) {
            store.release();
            throw t;
        }
    }

    void leave() {
        InstanceScope.leave(entered);
        if (crossesStores) {
            store.release();
        }
    }
}
