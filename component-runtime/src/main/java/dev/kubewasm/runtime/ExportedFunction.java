package dev.kubewasm.runtime;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A function that a running component exports. */
public final class ExportedFunction {
    private final String name;
    private final FuncType type;
    private final Function<List<Val>, Optional<Val>> function;
    private final CallDeadlines deadlines;

    ExportedFunction(String name, FuncType type, Function<List<Val>, Optional<Val>> function, CallDeadlines deadlines) {
        this.name = name;
        this.type = type;
        this.function = function;
        this.deadlines = deadlines;
    }

    /** Its full name. */
    public String name() {
        return name;
    }

    /** Its type. */
    public FuncType type() {
        return type;
    }

    /**
     * Calls it, on this thread; waits while other calls are in the instance. If the instance imports the function and
     * exports it again, the call goes where that import is linked.
     *
     * @param args of the types of the parameters
     * @return the result; empty if the function has none
     * @throws Trap if it traps, or trapped before
     * @throws ComponentExit if the component ended itself
     * @throws IllegalArgumentException if {@code args} aren't of the function's type
     */
    public Optional<Val> call(List<Val> args) {
        return function.apply(args);
    }

    /**
     * Calls it, and ends it with a trap of kind {@link Trap.Kind#INTERRUPTED} when it takes longer than {@code deadline}.
     * See {@link #call(List)}.
     */
    public Optional<Val> call(List<Val> args, Duration deadline) {
        return deadlines.within(deadline, () -> function.apply(args));
    }
}
