package dev.kubewasm.runtime.engine.endive;

import org.jspecify.annotations.Nullable;

/** A machine whose functions can be called without arrays; {@link CallRewriter} makes machines of this kind. */
public interface TypedFunctions {
    /** The function of that number as one that implements its signature's interface; null if it isn't exported so. */
    @Nullable EndiveFunction typedFunction(int index);
}
