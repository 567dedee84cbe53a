package dev.kubewasm.runtime.wasi.cli;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.support.Args;

/** {@code wasi:cli/exit}. */
public final class Exit {
    private Exit() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.function("exit", FuncType.ofVoid(ValueType.result()), (context, args) -> {
                    boolean success = ((Val.ResultVal) args.get(0)).ok();
                    throw new ComponentExit(success ? 0 : 1);
                })
                .function("exit-with-code", FuncType.ofVoid(ValueType.Primitive.U8), (context, args) -> {
                    throw new ComponentExit(Args.u8(args, 0));
                });
    }
}
