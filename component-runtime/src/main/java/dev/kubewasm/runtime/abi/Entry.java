package dev.kubewasm.runtime.abi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way from one instance, or the host, into another (CanonicalABI.md, {@code may_enter_from}): made once per adapter.
 */
final class Entry {
    private final InstanceStore store;
    /** What is entered: the callee and its ancestors that aren't the caller's too. Most often there is just one. */
    private final @Nullable InstanceScope first;

    private final InstanceScope[] others;
    private final boolean crossesStores;
    private final Optional<Duration> deadline;

    /** From {@code caller}, or from the host, to {@code callee}. */
    Entry(Optional<InstanceScope> caller, InstanceScope callee, Optional<Duration> deadline) {
        List<InstanceScope> entered = callee.enteredFrom(caller);
        this.store = callee.store();
        this.first = entered.isEmpty() ? null : entered.getFirst();
        this.others = entered.stream().skip(1).toArray(InstanceScope[]::new);
        this.crossesStores = caller.isEmpty() || caller.get().store() != store;
        this.deadline = deadline;
    }

    void enter() {
        if (!crossesStores) {
            enterScopes();
            return;
        }
        store.acquire(deadline);
        try {
            enterScopes();
        } catch (Throwable t) {
            store.release();
            throw t;
        }
    }

    private void enterScopes() {
        if (first == null) {
            return;
        }
        first.checkMayEnter();
        for (InstanceScope scope : others) {
            scope.checkMayEnter();
        }
        setMayEnter(first, false);
    }

    void leave() {
        if (first != null) {
            setMayEnter(first, true);
        }
        if (crossesStores) {
            store.release();
        }
    }

    private void setMayEnter(InstanceScope callee, boolean may) {
        callee.setMayEnter(may);
        for (InstanceScope scope : others) {
            scope.setMayEnter(may);
        }
    }
}
