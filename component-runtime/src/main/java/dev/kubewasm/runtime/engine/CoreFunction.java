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
}
