package dev.kubewasm.cli.wast;

import dev.kubewasm.cli.wast.ScriptCommand.Action;
import dev.kubewasm.runtime.ComponentInstance;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wave.HandleNames;
import dev.kubewasm.runtime.wave.UnprintableValueException;
import dev.kubewasm.runtime.wave.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An instance of a component. */
record RunningComponent(ComponentInstance instance) implements Running {
    /** No script computes for long: one that doesn't end must not hold up the others. */
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Override
    public Returned act(Action action, Optional<List<Constant>> expected) {
        return switch (action) {
            case Action.Get get -> throw new UnusableActionException(new Outcome.Failed("a component has no globals"));
            case Action.Invoke invoke -> {
                ExportedFunction function = instance.function(invoke.field())
                        .orElseThrow(() -> new UnusableActionException(new Outcome.Failed(
                                "exports no function `" + invoke.field() + "`, but " + instance.functionNames())));
                Optional<Val> result = function.call(arguments(invoke.args(), function.type()), DEADLINE);
                Optional<ValueType> type = function.type().result();
                yield new Returned(
                        result.map(r -> text(r, type.orElseThrow())).orElse("nothing"),
                        expected.isEmpty() || matches(expected.get(), result, type));
            }
        };
    }

    private static List<Val> arguments(List<Constant> constants, FuncType type) {
        if (constants.size() != type.params().size()) {
            throw new ValueMismatchException(
                    "the function takes " + type.params().size() + " arguments, the script has " + constants.size());
        }
        List<Val> args = new ArrayList<>();
        for (int i = 0; i < constants.size(); i++) {
            args.add(ComponentValues.read(constants.get(i), type.params().get(i).type()));
        }
        return args;
    }

    private static boolean matches(List<Constant> expected, Optional<Val> result, Optional<ValueType> type) {
        if (expected.size() != result.stream().count()) {
            return false;
        }
        return result.isEmpty()
                || ComponentValues.read(expected.getFirst(), type.orElseThrow()).equals(result.get());
    }

    private static String text(Val value, ValueType type) {
        try {
            return Wave.print(value, type, HandleNames.numbered());
        } catch (UnprintableValueException e) {
            return "a value without a text: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        instance.close();
    }
}
