package dev.kubewasm.runtime.wasi.filesystem;

import static dev.kubewasm.runtime.value.ValueType.list;
import static dev.kubewasm.runtime.value.ValueType.own;
import static dev.kubewasm.runtime.value.ValueType.tuple;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostContext.Preopen;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import java.io.IOException;

/** {@code wasi:filesystem/preopens}. */
public final class Preopens {
    private Preopens() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.function(
                "get-directories",
                FuncType.of(list(tuple(own("descriptor"), ValueType.Primitive.STRING))),
                (context, args) -> Val.list(context.preopens().stream()
                        .map(preopen -> open(context, preopen))
                        .toList()));
    }

    private static Val open(HostContext context, Preopen preopen) {
        try {
            OpenDirectory directory =
                    OpenDirectory.preopened(OpenHandles.of(context), preopen.hostPath(), preopen.writable());
            return Val.tuple(FilesystemTypes.DESCRIPTOR.own(directory), Val.str(preopen.guestPath()));
        } catch (IOException e) {
            throw new Trap(
                    Trap.Kind.HOST_FAILURE,
                    "the folder given to the component as %s can't be opened: %s".formatted(preopen.guestPath(), e),
                    e);
        }
    }
}
