package dev.kubewasm.node;

import dev.kubewasm.node.ContainerCall.Answer;
import dev.kubewasm.node.ContainerCall.Ending;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.meter.CpuClock;
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
    /** The action that {@code command} asks for. */
    static ExecAction of(List<String> command) {
        return new ExecAction(command.getFirst(), List.copyOf(command.subList(1, command.size())));
    }

    /**
     * Calls the function on this thread, whose CPU time meanwhile counts to the instance; a call that takes longer than
     * {@code timeout} is ended, and the instance with it.
     */
    Answer call(ComponentInstance instance, Duration timeout) {
        Optional<ExportedFunction> exported = instance.function(function);
        if (exported.isEmpty()) {
            return new Answer(
                    Ending.NOT_EXPORTED,
                    "the component exports no function `" + function + "`; it exports "
                            + String.join(", ", instance.functionNames()));
        }
        long began = CpuClock.nanos();
        try {
            return call(exported.get(), timeout);
        } finally {
            instance.cpu().used(CpuClock.nanos() - began);
        }
    }

    private Answer call(ExportedFunction exported, Duration timeout) {
        try {
            List<Val> values = Wave.parseArguments(String.join(", ", arguments), exported.type());
            Optional<Val> result = exported.call(values, timeout);
            String text = result.map(r -> Wave.print(r, exported.type().result().orElseThrow()))
                    .orElse("");
            return new Answer(result.filter(ExecAction::fails).isEmpty() ? Ending.PASSED : Ending.FAILED, text);
        } catch (WaveException e) {
            return new Answer(Ending.BROKE, "its arguments: " + e.getMessage());
        } catch (ComponentExit e) {
            return new Answer(
                    e.status() == 0 ? Ending.PASSED : Ending.FAILED,
                    "the component ended itself with status " + e.status());
        } catch (Trap e) {
            return new Answer(Ending.BROKE, "it trapped: " + e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            // A result that can't be printed, for one.
            return new Answer(Ending.BROKE, String.valueOf(e.getMessage()));
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
