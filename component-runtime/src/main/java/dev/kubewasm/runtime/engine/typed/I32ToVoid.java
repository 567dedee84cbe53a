package dev.kubewasm.runtime.engine.typed;

/** The typed call of signature {@code (i32)}: destructors, {@code resource.drop}, many {@code post-return}s. */
public interface I32ToVoid {
    /** Calls the function. */
    void call(int argument);
}
