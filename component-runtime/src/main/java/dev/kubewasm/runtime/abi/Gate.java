package dev.kubewasm.runtime.abi;

/**
 * Whether a component instance may be entered and left (CanonicalABI.md, "Component Instances"). Fields, and no methods:
 * generated code reads and writes them at every call, and what the JVM inlines into one method is limited.
 */
public final class Gate {
    /** Whether a call may enter: none is in it. */
    public boolean mayEnter = true;
    /** Whether it may call out: not while its {@code realloc} or {@code post-return} runs. */
    public boolean mayLeave = true;

    Gate() {}
}
