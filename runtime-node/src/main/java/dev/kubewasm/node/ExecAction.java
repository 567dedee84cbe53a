package dev.kubewasm.node;

import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.runtime.wave.WaveException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code exec} for a component: the first word of the command names an exported function ({@code example:shop/health#check}),
 * the others are its arguments as WAVE text.
 *
 * @param function the function's full name
 * @param arguments as WAVE text
 */
record ExecAction(String function, List<String> arguments) {
    /**
     * How it went.
     *
     * @param success it returned, and neither false nor an error
     * @param text its result as WAVE text, or what went wrong
     */
    record Outcome(boolean success, String text) {}

    /** The action that {@code command} asks for. */
    static ExecAction of(List<String> command) {
        return new ExecAction(command.getFirst(), List.copyOf(command.subList(1, command.size())));
    }

    /** Calls the function; a call that takes longer than {@code timeout} is ended, and the instance with it. */
    Outcome call(ComponentInstance instance, Duration timeout) {
        Optional<ExportedFunction> exported = instance.function(function);
        if (exported.isEmpty()) {
            return new Outcome(
                    false,
                    "the component exports no function `" + function + "`; it exports "
                            + String.join(", ", instance.functionNames()));
        }
        try {
            List<Val> values = Wave.parseArguments(
                    String.join(", ", arguments), exported.get().type());
            Optional<Val> result = exported.get().call(values, timeout);
            String text = result.map(
                            r -> Wave.print(r, exported.get().type().result().orElseThrow()))
                    .orElse("");
            return new Outcome(result.filter(ExecAction::fails).isEmpty(), text);
        } catch (WaveException e) {
            return new Outcome(false, "its arguments: " + e.getMessage());
        } catch (ComponentExit e) {
            return new Outcome(e.status() == 0, "the component ended itself with status " + e.status());
        } catch (Trap e) {
            return new Outcome(false, "it trapped: " + e.getMessage());
        }
    }

    private static boolean fails(Val result) {
        return switch (result) {
            case Val.Bool(boolean value) -> !value;
            case Val.ResultVal(boolean ok, Optional<Val> _) -> !ok;
            default -> false;
        };
    }
}
