package dev.kubewasm.runtime.engine.typed;

/** The typed call of signature {@code (i32) -> i32}: {@code resource.new}, {@code resource.rep}. */
public interface I32ToI32 {
    /** Calls the function. */
    int call(int argument);
}
