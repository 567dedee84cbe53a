package dev.kubewasm.runtime.wasi.random;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.tuple;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.support.Args;
import java.util.SplittableRandom;

/**
 * {@code wasi:random/insecure} and {@code insecure-seed}: a fast generator for each instance, seeded once from the secure
 * one, so that the hash-map seeds of guests can't be guessed.
 */
public final class InsecureRandomness {
    private InsecureRandomness() {}

    /** Declares {@code wasi:random/insecure}. */
    public static void define(HostInterface.Builder wasi) {
        wasi.function(
                        "get-insecure-random-bytes",
                        FuncType.of(IoTypes.BYTES, U64),
                        (context, args) -> RandomBytes.of(generator(context), Args.u64(args, 0)))
                .function(
                        "get-insecure-random-u64",
                        FuncType.of(U64),
                        (context, args) -> Val.u64(generator(context).nextLong()));
    }

    /** Declares {@code wasi:random/insecure-seed}. */
    public static void defineSeed(HostInterface.Builder wasi) {
        wasi.function(
                "insecure-seed",
                FuncType.of(tuple(U64, U64)),
                (context, args) -> Val.tuple(
                        Val.u64(generator(context).nextLong()),
                        Val.u64(generator(context).nextLong())));
    }

    private static SplittableRandom generator(HostContext context) {
        return context.attachment(
                SplittableRandom.class,
                () -> new SplittableRandom(context.secureRandom().nextLong()));
    }
}
