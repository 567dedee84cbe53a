package dev.kubewasm.runtime.abi;

import dev.kubewasm.runtime.engine.Activation;
import dev.kubewasm.runtime.engine.CoreFunction;
import dev.kubewasm.runtime.failure.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A component instance as the canonical ABI sees it (CanonicalABI.md, "Component Instances"): its handles, and whether
 * it may be entered and left. A component with components inside has one for each.
 */
public final class InstanceScope {
    private final InstanceStore store;
    private final Optional<InstanceScope> parent;
    private final HandleTable handles;
    private final Gate gate = new Gate();

    /** An instance in {@code store}; {@code parent} is the instance whose definition instantiates it. */
    public InstanceScope(InstanceStore store, Optional<InstanceScope> parent) {
        this.store = store;
        this.parent = parent;
        this.handles = new HandleTable(this);
    }

    /** The store of the outermost instance. */
    public InstanceStore store() {
        return store;
    }

    HandleTable handles() {
        return handles;
    }

    Gate gate() {
        return gate;
    }

    /** The instances that a call from {@code caller} enters: this one and its ancestors that aren't the caller's. */
    List<InstanceScope> enteredFrom(Optional<InstanceScope> caller) {
        List<InstanceScope> set = new ArrayList<>();
        Optional<InstanceScope> at = Optional.of(this);
        while (at.isPresent() && !isSelfOrAncestor(at.get(), caller)) {
            set.add(at.get());
            at = at.get().parent;
        }
        return set;
    }

    /**
     * Whether a call from {@code caller} to this instance might be recursive (CanonicalABI.md,
     * {@code call_might_be_recursive}): one is the other or instantiates it, directly or not.
     */
    boolean isRelatedTo(InstanceScope caller) {
        return isSelfOrAncestor(this, Optional.of(caller)) || isSelfOrAncestor(caller, Optional.of(this));
    }

    private static boolean isSelfOrAncestor(InstanceScope scope, Optional<InstanceScope> of) {
        for (Optional<InstanceScope> at = of; at.isPresent(); at = at.get().parent) {
            if (at.get() == scope) {
                return true;
            }
        }
        return false;
    }

    static Trap reentrance() {
        return new Trap(Trap.Kind.REENTRANCE, "cannot enter component instance");
    }

    void enter() {
        if (!gate.mayEnter) {
            throw reentrance();
        }
        gate.mayEnter = false;
    }

    void leave() {
        gate.mayEnter = true;
    }

    void checkMayLeave() {
        if (!gate.mayLeave) {
            throw notLeft();
        }
    }

    private AbiTrap notLeft() {
        return new AbiTrap(Trap.Kind.REENTRANCE, this, "cannot leave component instance");
    }

    /** Runs a core function of this instance; whatever ends it other than returning poisons the store. */
    long[] run(CoreFunction function, long... args) {
        // Here, since the function may be another component's, called without arrays.
        Activation activation = Activation.current();
        activation.enter();
        try {
            return function.call(args);
        } catch (Throwable t) {
            store.poison(t);
            throw t;
        } finally {
            activation.leave();
        }
    }

    /** Runs {@code realloc} or {@code post-return}, in which the instance may not call out. */
    long[] runWithoutLeaving(CoreFunction function, long... args) {
        forbidLeaving();
        long[] results = run(function, args);
        allowLeaving();
        return results;
    }

    /** While {@code realloc} or {@code post-return} runs. */
    void forbidLeaving() {
        gate.mayLeave = false;
    }

    void allowLeaving() {
        gate.mayLeave = true;
    }

    /** {@code function}, which is this instance's, was called without arrays and ended with {@code failure}. */
    RuntimeException failed(CoreFunction function, Throwable failure) {
        try {
            RuntimeException trap = function.trapOf(failure);
            store.poison(trap);
            return trap;
        } catch (Error e) {
            store.poison(e);
            throw e;
        }
    }
}
