package dev.kubewasm.runtime.engine;

/** A core function: the engine's own, or one of the host's ({@link HostCoreFunction}). */
public non-sealed interface CoreFunction extends CoreExtern {
    /**
     * Calls the function.
     *
     * @param args one word per parameter: i32 in the low half, floats as their bits
     * @return one word per result, or an empty array; of an i32 only the low half means something
     * @throws dev.kubewasm.runtime.failure.Trap if it traps
     */
    long[] call(long... args);

    /**
     * What it means that a call of this function without arrays ({@link dev.kubewasm.runtime.engine.typed.TypedCalls})
     * ended with {@code failure}: such calls end with the engine's own exceptions, for those may pass through other core
     * functions.
     *
     * @return the trap; or {@code failure} itself, if it is a trap or none of the engine's
     */
    default RuntimeException trapOf(Throwable failure) {
        return rethrown(failure);
    }

    /** {@code failure} as what a call may throw: itself; an error is thrown at once. */
    static RuntimeException rethrown(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> {
                return e;
            }
            case Error e -> throw e;
            default -> throw new IllegalStateException("core functions throw nothing that is checked", failure);
        }
    }
}
