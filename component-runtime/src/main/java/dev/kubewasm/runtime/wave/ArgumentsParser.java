package dev.kubewasm.runtime.wave;

import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the arguments of a call (wasm-wave's README, "Function arguments"). */
final class ArgumentsParser {
    private static final int MAX_PARAMS_SHOWN = 20;

    private final Source source;
    private final ValueParser values;

    ArgumentsParser(Source source, HandleNames handles) {
        this.source = source;
        this.values = new ValueParser(source, handles);
    }

    List<Val> arguments(FuncType function) {
        List<FuncType.Param> params = function.params();
        List<Val> arguments = new ArrayList<>(params.size());
        Tokens tokens = values.tokens();
        enter(params, 0);
        while (!tokens.at(Token.Kind.END)) {
            if (arguments.size() == params.size()) {
                throw wrongNumber(params, tokens.peek(), "more");
            }
            arguments.add(values.value(params.get(arguments.size()).type()));
            enter(params, params.size());
            tokens.separatorOr(Token.Kind.END);
            enter(params, arguments.size());
        }
        enter(params, params.size());
        Token end = tokens.take();
        int given = arguments.size();
        while (arguments.size() < params.size()) {
            if (!(params.get(arguments.size()).type() instanceof ValueType.OptionOf)) {
                throw wrongNumber(params, end, given == 0 ? "none" : Integer.toString(given));
            }
            arguments.add(values.omitted(end.start()));
        }
        return arguments;
    }

    /** From here on errors are those of this argument; of none when there is no such parameter. */
    private void enter(List<FuncType.Param> params, int index) {
        source.enter(
                index < params.size()
                        ? new Source.Argument(index + 1, params.get(index).name())
                        : Source.Argument.NONE);
    }

    private WaveException wrongNumber(List<FuncType.Param> params, Token at, String found) {
        return source.error(at.start(), signature(params), found);
    }

    /** {@code 2 arguments (sku: string, count: u32)}. */
    private static String signature(List<FuncType.Param> params) {
        if (params.isEmpty()) {
            return "no arguments";
        }
        String shown = params.stream()
                .limit(MAX_PARAMS_SHOWN)
                .map(p -> TypeText.ofField(p.name(), p.type()))
                .collect(Collectors.joining(", "));
        String number = params.size() == 1 ? "1 argument" : params.size() + " arguments";
        return number + " (" + shown + (params.size() > MAX_PARAMS_SHOWN ? ", ...)" : ")");
    }
}
