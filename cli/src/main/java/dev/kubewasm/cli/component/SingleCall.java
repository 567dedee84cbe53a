package dev.kubewasm.cli.component;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.kubewasm.runtime.ExportedFunction;
import dev.kubewasm.runtime.LinkException;
import dev.kubewasm.runtime.assembly.Assembler;
import dev.kubewasm.runtime.assembly.Assembly;
import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wave.HandleNames;
import dev.kubewasm.runtime.wave.UnprintableValueException;
import dev.kubewasm.runtime.wave.Wave;
import dev.kubewasm.runtime.wave.WaveException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls one function of one component, on fresh instances. */
final class SingleCall {
    private final Assembler assembler;
    private final Duration timeLimit;

    SingleCall(Assembler assembler, Duration timeLimit) {
        this.assembler = assembler;
        this.timeLimit = timeLimit;
    }

    /**
     * What came of it.
     *
     * @param function the full name
     * @param result WAVE text; null without one
     * @param error why it didn't return, null if it did
     */
    @JsonPropertyOrder({"function", "result", "error"})
    record Outcome(
            String function,
            @Nullable String result,
            @Nullable String error) {}

    /**
     * Calls {@code function}, which may hold the arguments between parentheses.
     *
     * @throws IllegalArgumentException if there is no such function or the arguments aren't of its types
     */
    Outcome run(Path file, Map<String, Path> links, String function, List<String> arguments) {
        int open = function.indexOf('(');
        boolean inOneWord = open > 0;
        if (inOneWord && (!function.endsWith(")") || !arguments.isEmpty())) {
            throw new IllegalArgumentException("'" + function
                    + "': arguments stand between the parentheses of FUNC(...)" + " or after FUNC, a word each");
        }
        String wanted = inOneWord ? function.substring(0, open) : function;
        try (Assembly assembly = Inputs.assemble(assembler, file, links)) {
            ExportedFunction exported =
                    assembly.root().function(choose(file, wanted, assembly)).orElseThrow();
            List<Val> values = inOneWord
                    ? oneWord(function.substring(open + 1, function.length() - 1), exported.type())
                    : words(arguments, exported.type());
            return call(exported, values);
        } catch (LinkException e) {
            return new Outcome(wanted, null, Inputs.unlinked(file, e));
        } catch (Trap e) {
            return new Outcome(wanted, null, "trap: " + e.getMessage());
        } catch (ComponentExit e) {
            return new Outcome(wanted, null, String.valueOf(e.getMessage()));
        }
    }

    private static String choose(Path file, String wanted, Assembly assembly) {
        try {
            return FunctionChoice.choose(wanted, assembly.root().functionNames());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private Outcome call(ExportedFunction function, List<Val> values) {
        try {
            Optional<Val> result = function.call(values, timeLimit);
            return new Outcome(
                    function.name(),
                    result.map(r -> Wave.print(r, function.type().result().orElseThrow(), HandleNames.numbered()))
                            .orElse(null),
                    null);
        } catch (Trap e) {
            return new Outcome(function.name(), null, "trap: " + e.getMessage());
        } catch (ComponentExit | UnprintableValueException e) {
            return new Outcome(function.name(), null, String.valueOf(e.getMessage()));
        }
    }

    private static List<Val> oneWord(String text, FuncType type) {
        try {
            return Wave.parseArguments(text, type);
        } catch (WaveException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** A value for each parameter; options at the end may be left out. */
    private static List<Val> words(List<String> words, FuncType type) {
        List<FuncType.Param> params = type.params();
        int needed = params.size();
        while (needed > 0 && params.get(needed - 1).type() instanceof ValueType.OptionOf) {
            needed--;
        }
        if (words.size() < needed || words.size() > params.size()) {
            throw new IllegalArgumentException("the function takes %d argument%s, not %d"
                    .formatted(params.size(), params.size() == 1 ? "" : "s", words.size()));
        }
        List<Val> values = new ArrayList<>();
        for (int i = 0; i < params.size(); i++) {
            values.add(i < words.size() ? word(i, words.get(i), params.get(i)) : Val.none());
        }
        return values;
    }

    private static Val word(int index, String text, FuncType.Param param) {
        try {
            return Wave.parse(text, param.type());
        } catch (WaveException e) {
            throw new IllegalArgumentException(
                    "argument %d (%s), %s".formatted(index + 1, param.name(), e.getMessage()), e);
        }
    }
}
