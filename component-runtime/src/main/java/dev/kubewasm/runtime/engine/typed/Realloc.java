package dev.kubewasm.runtime.engine.typed;

/** The typed call of {@code realloc} (CanonicalABI.md, "Canonical ABI Options"). */
public interface Realloc {
    /** Calls the function; all four are unsigned, and so is the address returned. */
    int call(int oldAddress, int oldSize, int alignment, int newSize);
}
