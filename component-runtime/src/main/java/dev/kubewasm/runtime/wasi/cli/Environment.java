package dev.kubewasm.runtime.wasi.cli;

import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.list;
import static dev.kubewasm.runtime.value.ValueType.option;
import static dev.kubewasm.runtime.value.ValueType.tuple;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;

/** {@code wasi:cli/environment}. */
public final class Environment {
    private Environment() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.function(
                        "get-environment",
                        FuncType.of(list(tuple(STRING, STRING))),
                        (context, args) -> variables(context))
                .function(
                        "get-arguments",
                        FuncType.of(list(STRING)),
                        (context, args) -> Val.list(
                                context.arguments().stream().map(Val::str).toList()))
                .function("initial-cwd", FuncType.of(option(STRING)), (context, args) -> context.initialDirectory()
                        .map(directory -> Val.some(Val.str(directory)))
                        .orElseGet(Val::none));
    }

    private static Val variables(HostContext context) {
        return Val.list(context.environment().entrySet().stream()
                .map(variable -> Val.tuple(Val.str(variable.getKey()), Val.str(variable.getValue())))
                .toList());
    }
}
