package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.value.ValueType.Primitive.STRING;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.field;
import static dev.kubewasm.runtime.value.ValueType.option;
import static dev.kubewasm.runtime.value.ValueType.variantCase;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.clocks.WallClock;
import dev.kubewasm.runtime.wasi.io.Interruption;
import dev.kubewasm.runtime.wasi.io.IoTypes;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;

/** {@code wasi:filesystem/types}: its types, and what its functions share. */
public final class FilesystemTypes {
    /** {@code descriptor}. */
    static final HostResourceType<Descriptor> DESCRIPTOR =
            HostResourceType.of("descriptor", Descriptor.class, Descriptor::drop);

    /** {@code directory-entry-stream}. */
    static final HostResourceType<EntryStream> ENTRY_STREAM =
            HostResourceType.of("directory-entry-stream", EntryStream.class, EntryStream::drop);

    static final ValueType ERROR_CODE = EnumTypes.enumType(ErrorCode.class);
    static final ValueType DESCRIPTOR_TYPE = EnumTypes.enumType(DescriptorType.class);
    static final ValueType DESCRIPTOR_FLAGS = EnumTypes.flagsType(DescriptorFlag.class);
    static final ValueType PATH_FLAGS = EnumTypes.flagsType(PathFlag.class);
    static final ValueType OPEN_FLAGS = EnumTypes.flagsType(OpenFlag.class);
    static final ValueType ADVICE = EnumTypes.enumType(Advice.class);
    static final ValueType STAT = ValueType.record(
            field("type", DESCRIPTOR_TYPE),
            field("link-count", U64),
            field("size", U64),
            field("data-access-timestamp", option(WallClock.DATETIME)),
            field("data-modification-timestamp", option(WallClock.DATETIME)),
            field("status-change-timestamp", option(WallClock.DATETIME)));
    static final ValueType NEW_TIMESTAMP = ValueType.variant(
            variantCase("no-change"), variantCase("now"), variantCase("timestamp", WallClock.DATETIME));
    static final ValueType DIRECTORY_ENTRY = ValueType.record(field("type", DESCRIPTOR_TYPE), field("name", STRING));
    static final ValueType METADATA_HASH = ValueType.record(field("lower", U64), field("upper", U64));

    private FilesystemTypes() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.resource(DESCRIPTOR).resource(ENTRY_STREAM);
        FileFunctions.define(wasi);
        PathFunctions.define(wasi);
        wasi.function(
                        "[method]directory-entry-stream.read-directory-entry",
                        FuncType.of(orError(option(DIRECTORY_ENTRY)), ValueType.borrow("directory-entry-stream")),
                        failing((context, args) -> nextEntry(ENTRY_STREAM.get(args.get(0)))))
                .function(
                        "filesystem-error-code",
                        FuncType.of(option(ERROR_CODE), ValueType.borrow("error")),
                        (context, args) ->
                                errorCode(IoTypes.ERROR.get(args.get(0)).cause()));
    }

    private static Val nextEntry(EntryStream stream) throws IOException {
        return Val.ok(stream.next()
                .map(entry -> Val.some(Val.record(EnumTypes.value(entry.type()), Val.str(entry.name()))))
                .orElseGet(Val::none));
    }

    private static Val errorCode(IOException failure) {
        return failure instanceof FilesystemException filesystem
                ? Val.some(EnumTypes.value(filesystem.code()))
                : Val.none();
    }

    /** {@code result<ok, error-code>}. */
    static ValueType orError(ValueType ok) {
        return ValueType.result(ok, ERROR_CODE);
    }

    /** {@code result<_, error-code>}. */
    static ValueType doneOrError() {
        return ValueType.resultOfErr(ERROR_CODE);
    }

    /** The directory or file that a borrowed handle stands for. */
    static Descriptor descriptor(List<Val> args, int index) {
        return DESCRIPTOR.get(args.get(index));
    }

    /** A function whose failures are {@code error-code}s. */
    static HostFunction failing(Operation operation) {
        return (context, args) -> {
            try {
                return operation.run(context, args);
            } catch (ClosedByInterruptException | InterruptedIOException e) {
                throw Interruption.trap(e);
            } catch (IOException e) {
                return Val.err(EnumTypes.value(FilesystemException.of(e).code()));
            } catch (ReadOnlyFileSystemException e) {
                return Val.err(EnumTypes.value(ErrorCode.READ_ONLY));
            } catch (UnsupportedOperationException e) {
                return Val.err(EnumTypes.value(ErrorCode.UNSUPPORTED));
            }
        };
    }

    @FunctionalInterface
    interface Operation {
        Val run(HostContext context, List<Val> args) throws IOException;
    }
}
