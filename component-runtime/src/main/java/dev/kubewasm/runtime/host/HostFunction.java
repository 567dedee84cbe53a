package dev.kubewasm.runtime.host;

import dev.kubewasm.runtime.value.Val;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The implementation of one imported function. */
@FunctionalInterface
public interface HostFunction {
    /**
     * Runs the function on the thread of the calling component, which waits for it.
     *
     * @param context what the calling instance may use
     * @param args the arguments, of the declared types; a method's first is the borrow of {@code self}
     * @return the result, of the declared type; null exactly if the function declares none
     * @throws dev.kubewasm.runtime.failure.Trap to trap the calling component
     * @throws dev.kubewasm.runtime.failure.ComponentExit to end the calling component with a status ({@code wasi:cli/exit})
     */
    @Nullable Val call(HostContext context, List<Val> args);
}
