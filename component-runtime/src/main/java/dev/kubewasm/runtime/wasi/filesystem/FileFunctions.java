package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.value.ValueType.Primitive.BOOL;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.borrow;
import static dev.kubewasm.runtime.value.ValueType.own;
import static dev.kubewasm.runtime.value.ValueType.tuple;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.descriptor;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.doneOrError;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.failing;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.orError;

import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.io.InputSource;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.io.OutputSink;
import dev.kubewasm.runtime.wasi.io.WasiInputStream;
import dev.kubewasm.runtime.wasi.io.WasiOutputStream;
import dev.kubewasm.runtime.wasi.support.Args;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.util.List;

/** The methods of {@code wasi:filesystem/types.descriptor} that take no path. */
final class FileFunctions {
    private static final ValueType SELF = borrow("descriptor");

    private FileFunctions() {}

    static void define(HostInterface.Builder wasi) {
        defineStreams(wasi);
        defineData(wasi);
        defineObject(wasi);
    }

    private static void defineStreams(HostInterface.Builder wasi) {
        method(
                wasi,
                "read-via-stream",
                FuncType.of(orError(own("input-stream")), SELF, U64),
                failing((context, args) -> input(descriptor(args, 0).file().readStream(Args.u64(args, 1)))));
        method(
                wasi,
                "write-via-stream",
                FuncType.of(orError(own("output-stream")), SELF, U64),
                failing((context, args) -> output(descriptor(args, 0).file().writeStream(Args.u64(args, 1)))));
        method(
                wasi,
                "append-via-stream",
                FuncType.of(orError(own("output-stream")), SELF),
                failing((context, args) -> output(descriptor(args, 0).file().appendStream())));
    }

    private static void defineData(HostInterface.Builder wasi) {
        method(
                wasi,
                "read",
                FuncType.of(orError(tuple(IoTypes.BYTES, BOOL)), SELF, U64, U64),
                failing((context, args) -> read(descriptor(args, 0).file(), args)));
        method(
                wasi,
                "write",
                FuncType.of(orError(U64), SELF, IoTypes.BYTES, U64),
                failing((context, args) -> write(descriptor(args, 0).file(), args)));
        method(wasi, "set-size", FuncType.of(doneOrError(), SELF, U64), failing((context, args) -> {
            descriptor(args, 0).file().setSize(Args.u64(args, 1));
            return Val.ok();
        }));
        method(
                wasi,
                "advise",
                FuncType.of(doneOrError(), SELF, U64, U64, FilesystemTypes.ADVICE),
                failing((context, args) -> {
                    // Advice changes no result; the host's page cache does without.
                    OpenFile ignored = descriptor(args, 0).file();
                    return Val.ok();
                }));
    }

    private static void defineObject(HostInterface.Builder wasi) {
        method(
                wasi,
                "get-flags",
                FuncType.of(orError(FilesystemTypes.DESCRIPTOR_FLAGS), SELF),
                failing((context, args) ->
                        Val.ok(new Val.FlagsVal(descriptor(args, 0).flags()))));
        method(
                wasi,
                "get-type",
                FuncType.of(orError(FilesystemTypes.DESCRIPTOR_TYPE), SELF),
                failing((context, args) ->
                        Val.ok(EnumTypes.value(descriptor(args, 0).type()))));
        method(
                wasi,
                "stat",
                FuncType.of(orError(FilesystemTypes.STAT), SELF),
                failing((context, args) ->
                        Val.ok(TimeValues.stat(descriptor(args, 0).stat()))));
        method(
                wasi,
                "set-times",
                FuncType.of(doneOrError(), SELF, FilesystemTypes.NEW_TIMESTAMP, FilesystemTypes.NEW_TIMESTAMP),
                failing((context, args) -> {
                    descriptor(args, 0).setTimes(TimeValues.newTimes(context, args, 1));
                    return Val.ok();
                }));
        method(wasi, "sync-data", FuncType.of(doneOrError(), SELF), failing((context, args) -> sync(args, false)));
        method(wasi, "sync", FuncType.of(doneOrError(), SELF), failing((context, args) -> sync(args, true)));
        method(
                wasi,
                "is-same-object",
                FuncType.of(BOOL, SELF, SELF),
                (context, args) -> new Val.Bool(descriptor(args, 0).isSameObject(descriptor(args, 1))));
        method(
                wasi,
                "metadata-hash",
                FuncType.of(orError(FilesystemTypes.METADATA_HASH), SELF),
                failing((context, args) -> Val.ok(hash(descriptor(args, 0).stat()))));
    }

    /** A {@code metadata-hash-value}. */
    static Val hash(ObjectAttributes attributes) {
        MetadataHash hash = MetadataHash.of(attributes);
        return Val.record(Val.u64(hash.lower()), Val.u64(hash.upper()));
    }

    private static Val read(OpenFile file, List<Val> args) throws IOException {
        long offset = Args.u64(args, 2);
        byte[] bytes = file.read(Args.u64(args, 1), offset);
        return Val.ok(Val.tuple(Val.bytes(bytes), new Val.Bool(file.endsAt(offset + bytes.length))));
    }

    private static Val write(OpenFile file, List<Val> args) throws IOException {
        byte[] bytes = Args.bytes(args, 1);
        file.write(bytes, Args.u64(args, 2));
        return Val.ok(Val.u64(bytes.length));
    }

    private static Val sync(List<Val> args, boolean metadata) throws IOException {
        descriptor(args, 0).sync(metadata);
        return Val.ok();
    }

    private static Val input(InputSource source) {
        return Val.ok(IoTypes.INPUT_STREAM.own(new WasiInputStream(source)));
    }

    private static Val output(OutputSink sink) {
        return Val.ok(IoTypes.OUTPUT_STREAM.own(new WasiOutputStream(sink)));
    }

    private static void method(HostInterface.Builder wasi, String name, FuncType type, HostFunction function) {
        wasi.function("[method]descriptor." + name, type, function);
    }
}
