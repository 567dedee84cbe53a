package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.borrow;
import static dev.kubewasm.runtime.value.ValueType.own;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.PATH_FLAGS;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.descriptor;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.doneOrError;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.failing;
import static dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes.orError;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.filesystem.PathResolver.LastLink;
import dev.kubewasm.runtime.wasi.support.Args;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.util.List;

/** The methods of {@code wasi:filesystem/types.descriptor} on directories. */
final class PathFunctions {
    private static final ValueType SELF = borrow("descriptor");

    private PathFunctions() {}

    static void define(HostInterface.Builder wasi) {
        defineLooking(wasi);
        defineChanging(wasi);
        defineLinks(wasi);
    }

    private static void defineLooking(HostInterface.Builder wasi) {
        method(
                wasi,
                "open-at",
                FuncType.of(
                        orError(own("descriptor")),
                        SELF,
                        PATH_FLAGS,
                        STRING,
                        FilesystemTypes.OPEN_FLAGS,
                        FilesystemTypes.DESCRIPTOR_FLAGS),
                (directory, context, args) -> open(directory, args));
        method(
                wasi,
                "read-directory",
                FuncType.of(orError(own("directory-entry-stream")), SELF),
                (directory, context, args) -> Val.ok(FilesystemTypes.ENTRY_STREAM.own(directory.readDirectory())));
        method(
                wasi,
                "stat-at",
                FuncType.of(orError(FilesystemTypes.STAT), SELF, PATH_FLAGS, STRING),
                (directory, context, args) ->
                        Val.ok(TimeValues.stat(directory.statAt(Args.string(args, 2), lastLink(args)))));
        method(
                wasi,
                "metadata-hash-at",
                FuncType.of(orError(FilesystemTypes.METADATA_HASH), SELF, PATH_FLAGS, STRING),
                (directory, context, args) ->
                        Val.ok(FileFunctions.hash(directory.statAt(Args.string(args, 2), lastLink(args)))));
        method(
                wasi,
                "readlink-at",
                FuncType.of(orError(STRING), SELF, STRING),
                (directory, context, args) -> Val.ok(Val.str(directory.readlinkAt(Args.string(args, 1)))));
    }

    private static void defineChanging(HostInterface.Builder wasi) {
        FuncType onPath = FuncType.of(doneOrError(), SELF, STRING);
        method(wasi, "create-directory-at", onPath, (directory, context, args) -> {
            directory.createDirectoryAt(Args.string(args, 1));
            return Val.ok();
        });
        method(wasi, "remove-directory-at", onPath, (directory, context, args) -> {
            directory.removeDirectoryAt(Args.string(args, 1));
            return Val.ok();
        });
        method(wasi, "unlink-file-at", onPath, (directory, context, args) -> {
            directory.unlinkFileAt(Args.string(args, 1));
            return Val.ok();
        });
        method(
                wasi,
                "rename-at",
                FuncType.of(doneOrError(), SELF, STRING, SELF, STRING),
                (directory, context, args) -> {
                    OpenDirectory newDirectory = descriptor(args, 2).directory();
                    directory.renameAt(Args.string(args, 1), newDirectory, Args.string(args, 3));
                    return Val.ok();
                });
        method(
                wasi,
                "set-times-at",
                FuncType.of(
                        doneOrError(),
                        SELF,
                        PATH_FLAGS,
                        STRING,
                        FilesystemTypes.NEW_TIMESTAMP,
                        FilesystemTypes.NEW_TIMESTAMP),
                (directory, context, args) -> {
                    NewTimes times = TimeValues.newTimes(context, args, 3);
                    directory.setTimesAt(Args.string(args, 2), lastLink(args), times);
                    return Val.ok();
                });
    }

    private static void defineLinks(HostInterface.Builder wasi) {
        method(
                wasi,
                "link-at",
                FuncType.of(doneOrError(), SELF, PATH_FLAGS, STRING, SELF, STRING),
                (directory, context, args) -> {
                    OpenDirectory newDirectory = descriptor(args, 3).directory();
                    directory.linkAt(Args.string(args, 2), lastLink(args), newDirectory, Args.string(args, 4));
                    return Val.ok();
                });
        method(wasi, "symlink-at", FuncType.of(doneOrError(), SELF, STRING, STRING), (directory, context, args) -> {
            directory.symlinkAt(Args.string(args, 1), Args.string(args, 2));
            return Val.ok();
        });
    }

    private static Val open(OpenDirectory directory, List<Val> args) throws IOException {
        Opening opening = new Opening(lastLink(args) == LastLink.FOLLOW, Args.flags(args, 3), Args.flags(args, 4));
        return Val.ok(FilesystemTypes.DESCRIPTOR.own(opening.open(directory, Args.string(args, 2))));
    }

    /** The {@code path-flags}, which come right after {@code self}. */
    private static LastLink lastLink(List<Val> args) {
        return (Args.flags(args, 1) & EnumTypes.bit(PathFlag.SYMLINK_FOLLOW)) != 0 ? LastLink.FOLLOW : LastLink.KEEP;
    }

    private static void method(HostInterface.Builder wasi, String name, FuncType type, OnDirectory operation) {
        wasi.function(
                "[method]descriptor." + name,
                type,
                failing((context, args) -> operation.run(descriptor(args, 0).directory(), context, args)));
    }

    @FunctionalInterface
    private interface OnDirectory {
        Val run(OpenDirectory directory, HostContext context, List<Val> args) throws IOException;
    }
}
