package dev.kubewasm.runtime.wasi.random;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.support.Args;

/** {@code wasi:random/random}. */
public final class SecureRandomness {
    private SecureRandomness() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.function(
                        "get-random-bytes",
                        FuncType.of(IoTypes.BYTES, U64),
                        (context, args) -> RandomBytes.of(context.secureRandom(), Args.u64(args, 0)))
                .function(
                        "get-random-u64",
                        FuncType.of(U64),
                        (context, args) -> Val.u64(context.secureRandom().nextLong()));
    }
}
