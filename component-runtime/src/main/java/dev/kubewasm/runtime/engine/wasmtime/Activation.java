package dev.kubewasm.runtime.engine.wasmtime;

import dev.kubewasm.runtime.failure.Trap;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is doing in wasmtime: the store it is in, by which callbacks find it, and how much of its native stack is
 * used.
 *
 * <p>Wasmtime limits the stack of WebAssembly from where a thread entered a store ({@link #WASM_STACK}). A call from one
 * container to another enters another store, which begins anew, and a thread that came to the end of its stack would end
 * the process. So a store is entered from another only while enough is left of a stack of a mebibyte, the JVM's default.
 * How far down the stack is, is known from where wasmtime puts the arguments of host functions: on it.
 */
final class Activation {
    /** The most stack that WebAssembly may use in one store. */
    static final long WASM_STACK = 192 << 10;

    /**
     * The most that may lie between the first host function on the stack and the entry of another store: a mebibyte, less
     * what is above the first host function (Java's frames, and one store's WebAssembly), what the next store may use, and
     * what the JVM wants free below its frames.
     */
    private static final long USED_AT_MOST = (1 << 20) - (160 << 10) - 2 * WASM_STACK - (128 << 10);

    private static final ThreadLocal<Activation> OF_THREAD = ThreadLocal.withInitial(Activation::new);

    private @Nullable WasmtimeStore store;
    private long firstHostCall;
    private long lastHostCall;

    static Activation current() {
        return OF_THREAD.get();
    }

    /** The store that the thread is in. */
    WasmtimeStore store() {
        if (store == null) {
            throw new IllegalStateException("a callback outside of all calls");
        }
        return store;
    }

    /** Enters {@code next}; returns what {@link #leave} must be given. */
    @Nullable WasmtimeStore enter(WasmtimeStore next) {
        WasmtimeStore outer = store;
        if (outer != null && outer != next && firstHostCall - lastHostCall > USED_AT_MOST) {
            throw new Trap(Trap.Kind.STACK_EXHAUSTED, "calls between containers are nested too deep");
        }
        store = next;
        return outer;
    }

    void leave(@Nullable WasmtimeStore outer) {
        store = outer;
    }

    /** A host function begins whose arguments are at {@code stack}; returns what {@link #endHostCall} must be given. */
    long beginHostCall(long stack) {
        long before = lastHostCall;
        lastHostCall = stack;
        if (before == 0) {
            firstHostCall = stack;
        }
        return before;
    }

    void endHostCall(long before) {
        lastHostCall = before;
    }
}
