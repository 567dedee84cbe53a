package dev.kubewasm.cli.wast;

import dev.kubewasm.cli.wast.ScriptCommand.Action;
import java.util.List;
import java.util.Optional;

/** An instance that a script made. */
interface Running extends AutoCloseable {
    /**
     * What an action returned.
     *
     * @param text in words
     * @param asExpected whether it is what was expected, if something was
     */
    record Returned(String text, boolean asExpected) {}

    /**
     * Does {@code action}.
     *
     * @param expected what it has to return; empty if that doesn't matter
     * @throws dev.kubewasm.runtime.failure.Trap if it traps
     * @throws UnusableActionException if it can't be done
     * @throws ValueMismatchException if a value of the script isn't of the type that it is wanted as
     */
    Returned act(Action action, Optional<List<Constant>> expected);

    @Override
    void close();
}
