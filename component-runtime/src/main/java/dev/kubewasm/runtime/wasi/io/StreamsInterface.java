package dev.kubewasm.runtime.wasi.io;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.borrow;
import static dev.kubewasm.runtime.value.ValueType.own;
import static dev.kubewasm.runtime.value.ValueType.result;
import static dev.kubewasm.runtime.value.ValueType.resultOfErr;
import static dev.kubewasm.runtime.value.ValueType.variant;
import static dev.kubewasm.runtime.value.ValueType.variantCase;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.support.Args;
import java.util.List;

/** {@code wasi:io/streams}. */
public final class StreamsInterface {
    private static final int LAST_OPERATION_FAILED = 0;
    private static final int CLOSED = 1;

    private static final ValueType STREAM_ERROR =
            variant(variantCase("last-operation-failed", own("error")), variantCase("closed"));
    private static final ValueType DONE = resultOfErr(STREAM_ERROR);
    private static final ValueType COUNT = result(U64, STREAM_ERROR);

    private StreamsInterface() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.resource(IoTypes.INPUT_STREAM).resource(IoTypes.OUTPUT_STREAM);
        defineInput(wasi);
        defineOutput(wasi);
    }

    private static void defineInput(HostInterface.Builder wasi) {
        ValueType self = borrow("input-stream");
        FuncType read = FuncType.of(result(IoTypes.BYTES, STREAM_ERROR), self, U64);
        FuncType skip = FuncType.of(COUNT, self, U64);
        wasi.function(
                        "[method]input-stream.read",
                        read,
                        input((in, context, args) -> Val.ok(Val.bytes(in.read(Args.u64(args, 1))))))
                .function(
                        "[method]input-stream.blocking-read",
                        read,
                        input((in, context, args) -> Val.ok(Val.bytes(blockingRead(in, context, args)))))
                .function(
                        "[method]input-stream.skip",
                        skip,
                        input((in, context, args) -> count(in.read(Args.u64(args, 1)).length)))
                .function(
                        "[method]input-stream.blocking-skip",
                        skip,
                        input((in, context, args) -> count(blockingRead(in, context, args).length)))
                .function(
                        "[method]input-stream.subscribe",
                        FuncType.of(own("pollable"), self),
                        input((in, context, args) -> IoTypes.POLLABLE.own(in.pollable())));
    }

    private static void defineOutput(HostInterface.Builder wasi) {
        ValueType self = borrow("output-stream");
        FuncType write = FuncType.of(DONE, self, IoTypes.BYTES);
        FuncType writeZeroes = FuncType.of(DONE, self, U64);
        FuncType flush = FuncType.of(DONE, self);
        FuncType splice = FuncType.of(COUNT, self, borrow("input-stream"), U64);
        wasi.function(
                        "[method]output-stream.check-write",
                        FuncType.of(COUNT, self),
                        output((out, context, args) -> count(out.checkWrite())))
                .function(
                        "[method]output-stream.write", write, outputDone((out, args) -> out.write(Args.bytes(args, 1))))
                .function(
                        "[method]output-stream.blocking-write-and-flush",
                        write,
                        outputDone((out, args) -> out.blockingWriteAndFlush(Args.bytes(args, 1))))
                .function("[method]output-stream.flush", flush, outputDone((out, args) -> out.flush()))
                .function("[method]output-stream.blocking-flush", flush, outputDone((out, args) -> out.flush()))
                .function(
                        "[method]output-stream.subscribe",
                        FuncType.of(own("pollable"), self),
                        output((out, context, args) -> IoTypes.POLLABLE.own(out.pollable())))
                .function(
                        "[method]output-stream.write-zeroes",
                        writeZeroes,
                        outputDone((out, args) -> out.writeZeroes(Args.u64(args, 1))))
                .function(
                        "[method]output-stream.blocking-write-zeroes-and-flush",
                        writeZeroes,
                        outputDone((out, args) -> out.blockingWriteZeroesAndFlush(Args.u64(args, 1))))
                .function(
                        "[method]output-stream.splice",
                        splice,
                        output((out, context, args) ->
                                count(out.splice(IoTypes.INPUT_STREAM.get(args.get(1)), Args.u64(args, 2)))))
                .function(
                        "[method]output-stream.blocking-splice",
                        splice,
                        output((out, context, args) -> count(out.blockingSplice(
                                IoTypes.INPUT_STREAM.get(args.get(1)), Args.u64(args, 2), IoEvents.of(context)))));
    }

    private static byte[] blockingRead(WasiInputStream in, HostContext context, List<Val> args) throws StreamFailure {
        return in.blockingRead(Args.u64(args, 1), IoEvents.of(context));
    }

    private static Val count(long count) {
        return Val.ok(Val.u64(count));
    }

    private static HostFunction input(Method<WasiInputStream> method) {
        return (context, args) -> {
            try {
                return method.call(IoTypes.INPUT_STREAM.get(args.get(0)), context, args);
            } catch (StreamFailure failure) {
                return Val.err(streamError(failure));
            }
        };
    }

    private static HostFunction output(Method<WasiOutputStream> method) {
        return (context, args) -> {
            try {
                return method.call(IoTypes.OUTPUT_STREAM.get(args.get(0)), context, args);
            } catch (StreamFailure failure) {
                return Val.err(streamError(failure));
            }
        };
    }

    private static HostFunction outputDone(Command command) {
        return output((out, context, args) -> {
            command.run(out, args);
            return Val.ok();
        });
    }

    private static Val streamError(StreamFailure failure) {
        return failure.error()
                .map(error -> Val.variant(LAST_OPERATION_FAILED, IoTypes.ERROR.own(error)))
                .orElseGet(() -> Val.variant(CLOSED));
    }

    @FunctionalInterface
    private interface Method<T> {
        Val call(T self, HostContext context, List<Val> args) throws StreamFailure;
    }

    @FunctionalInterface
    private interface Command {
        void run(WasiOutputStream self, List<Val> args) throws StreamFailure;
    }
}
