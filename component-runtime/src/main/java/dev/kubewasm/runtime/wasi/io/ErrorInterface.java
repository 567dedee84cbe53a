package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;

/** {@code wasi:io/error}. */
public final class ErrorInterface {
    private ErrorInterface() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.resource(IoTypes.ERROR)
                .function(
                        "[method]error.to-debug-string",
                        FuncType.of(ValueType.Primitive.STRING, ValueType.borrow("error")),
                        (context, args) ->
                                Val.str(IoTypes.ERROR.get(args.get(0)).debugString()));
    }
}
