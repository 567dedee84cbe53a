package dev.kubewasm.runtime.wasi.filesystem;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;

/** A guest with one folder, and the methods of {@code descriptor} in words of Java. */
final class FolderGuest {
    static final int FOLLOW = 1;
    static final int KEEP = 0;

    final Guest guest;
    final HostContext context;

    /** The folder's descriptor. */
    final Val folder;

    FolderGuest(Path path, boolean writable) {
        this(HostContext.builder()
                .preopens(List.of(new Preopen("/", path, writable)))
                .build());
    }

    FolderGuest(HostContext context) {
        this.context = context;
        this.guest = new Guest(context);
        Val.ListVal all = (Val.ListVal) guest.call("filesystem/preopens", "get-directories");
        this.folder = ((Val.TupleVal) all.items().get(0)).elements().get(0);
    }

    /** The result of a method of {@code descriptor}; an owning handle stands for a borrow of it. */
    Val call(Val descriptor, String method, Val... args) {
        Val[] all = new Val[args.length + 1];
        all[0] = Guest.borrow(descriptor);
        for (int i = 0; i < args.length; i++) {
            all[i + 1] = args[i] instanceof Val.Own ? Guest.borrow(args[i]) : args[i];
        }
        return guest.call("filesystem/types", "[method]descriptor." + method, all);
    }

    /** The payload of an {@code ok}. */
    Val ok(Val descriptor, String method, Val... args) {
        return payload(call(descriptor, method, args));
    }

    /** {@code ok}, or the name of the {@code error-code}. */
    String code(Val descriptor, String method, Val... args) {
        return code(call(descriptor, method, args));
    }

    static String code(Val result) {
        Val.ResultVal value = (Val.ResultVal) result;
        return value.ok()
                ? "ok"
                : EnumTypes.name(constant(ErrorCode.class, value.payload().orElseThrow()));
    }

    /** The constant that the value of a WIT enum stands for. */
    static <E extends Enum<E>> E constant(Class<E> type, Val value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> EnumTypes.value(constant).equals(value))
                .findFirst()
                .orElseThrow();
    }

    static Val payload(Val result) {
        Assertions.assertThat(code(result)).isEqualTo("ok");
        return ((Val.ResultVal) result).payload().orElseGet(Val::ok);
    }

    Val open(Val directory, String path, int openFlags, int flags) {
        return openAt(directory, FOLLOW, path, openFlags, flags);
    }

    Val openAt(Val directory, int pathFlags, String path, int openFlags, int flags) {
        return call(
                directory,
                "open-at",
                new Val.FlagsVal(pathFlags),
                Val.str(path),
                new Val.FlagsVal(openFlags),
                new Val.FlagsVal(flags));
    }

    /** A new file open for reading and writing. */
    Val create(String path) {
        return payload(open(folder, path, bits(OpenFlag.CREATE), bits(DescriptorFlag.READ, DescriptorFlag.WRITE)));
    }

    /** What a file holds, read in one go. */
    String contents(Val file) {
        Val.TupleVal read = (Val.TupleVal) ok(file, "read", Val.u64(-1), Val.u64(0));
        return text(read.elements().get(0));
    }

    static int bits(Enum<?>... flags) {
        return Arrays.stream(flags).mapToInt(EnumTypes::bit).reduce(0, (a, b) -> a | b);
    }

    static Val bytes(String text) {
        return Val.bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Val bytes) {
        return new String(((Val.Bytes) bytes).value(), StandardCharsets.UTF_8);
    }

    int openHandles() {
        return OpenHandles.of(context).count();
    }
}
