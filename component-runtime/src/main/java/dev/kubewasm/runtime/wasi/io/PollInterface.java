package dev.kubewasm.runtime.wasi.io;

import dev.kubewasm.runtime.failure.Trap;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.support.Args;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code wasi:io/poll}. */
public final class PollInterface {
    private PollInterface() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        ValueType self = ValueType.borrow("pollable");
        wasi.resource(IoTypes.POLLABLE)
                .function("[method]pollable.ready", FuncType.of(ValueType.Primitive.BOOL, self), PollInterface::ready)
                .function("[method]pollable.block", FuncType.ofVoid(self), PollInterface::block)
                .function(
                        "poll",
                        FuncType.of(ValueType.list(ValueType.Primitive.U32), ValueType.list(self)),
                        PollInterface::poll);
    }

    private static Val ready(HostContext context, List<Val> args) {
        Pollable pollable = IoTypes.POLLABLE.get(args.get(0));
        return new Val.Bool(IoEvents.of(context).ask(pollable::ready));
    }

    private static @Nullable Val block(HostContext context, List<Val> args) {
        List<Integer> ignored = IoEvents.of(context).await(List.of(IoTypes.POLLABLE.get(args.get(0))));
        return null;
    }

    private static Val poll(HostContext context, List<Val> args) {
        List<Pollable> pollables =
                Args.list(args, 0).stream().map(IoTypes.POLLABLE::get).toList();
        if (pollables.isEmpty()) {
            throw new Trap(Trap.Kind.HOST_CONTRACT, "wasi:io/poll: poll of an empty list would wait for ever");
        }
        return Val.list(IoEvents.of(context).await(pollables).stream()
                .<Val>map(Val.U32::new)
                .toList());
    }
}
