package dev.kubewasm.wit.print;

import dev.kubewasm.wit.model.Function;
import dev.kubewasm.wit.model.Type;
import java.util.List;
import java.util.stream.Collectors;

/** Function types as WIT text. */
public final class FunctionPrinter {
    private FunctionPrinter() {}

    /** {@code async func(a: u32) -> string}; the {@code self} of a method is not written, as in WIT. */
    public static String signature(Function function) {
        return (function.async() ? "async " : "") + "func" + parameters(function)
                + function.result()
                        .map(type -> " -> " + TypePrinter.print(type))
                        .orElse("");
    }

    /** The parameters in parentheses. */
    static String parameters(Function function) {
        List<Function.Param> written = function.kind() instanceof Function.FunctionKind.Method
                ? function.params().subList(1, function.params().size())
                : function.params();
        return written.stream()
                .map(param -> Names.id(param.name()) + ": " + TypePrinter.print(param.type()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Of a constructor, the result as it must be written: only one that can fail has one. */
    static String constructor(Function function) {
        String result = function.result()
                .filter(Type.ResultOf.class::isInstance)
                .map(type -> " -> " + TypePrinter.print(type))
                .orElse("");
        return "constructor" + parameters(function) + result;
    }
}
