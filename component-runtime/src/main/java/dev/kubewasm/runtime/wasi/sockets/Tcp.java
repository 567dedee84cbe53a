package dev.kubewasm.runtime.wasi.sockets;

import static dev.kubewasm.runtime.value.ValueType.Primitive.BOOL;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U8;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;

/** {@code wasi:sockets/tcp} and {@code tcp-create-socket}. */
public final class Tcp {
    private Tcp() {}

    /** Declares {@code wasi:sockets/tcp}. */
    public static void define(HostInterface.Builder wasi) {
        ValueType network = ValueType.borrow("network");
        ValueType socket = ValueType.own("tcp-socket");
        ValueType input = ValueType.own("input-stream");
        ValueType output = ValueType.own("output-stream");
        wasi.resource(Network.never("tcp-socket"));
        new Network.Methods(wasi, "tcp-socket")
                .add("start-bind", Network.doneOrError(), network, Network.SOCKET_ADDRESS)
                .add("finish-bind", Network.doneOrError())
                .add("start-connect", Network.doneOrError(), network, Network.SOCKET_ADDRESS)
                .add("finish-connect", Network.orError(ValueType.tuple(input, output)))
                .add("start-listen", Network.doneOrError())
                .add("finish-listen", Network.doneOrError())
                .add("accept", Network.orError(ValueType.tuple(socket, input, output)))
                .add("local-address", Network.orError(Network.SOCKET_ADDRESS))
                .add("remote-address", Network.orError(Network.SOCKET_ADDRESS))
                .add("is-listening", BOOL)
                .add("address-family", Network.ADDRESS_FAMILY)
                .add("set-listen-backlog-size", Network.doneOrError(), U64)
                .setting("keep-alive-enabled", BOOL)
                .setting("keep-alive-idle-time", U64)
                .setting("keep-alive-interval", U64)
                .setting("keep-alive-count", U32)
                .setting("hop-limit", U8)
                .setting("receive-buffer-size", U64)
                .setting("send-buffer-size", U64)
                .add("subscribe", ValueType.own("pollable"))
                .add("shutdown", Network.doneOrError(), ValueType.enumOf("receive", "send", "both"));
    }

    /** Declares {@code wasi:sockets/tcp-create-socket}. */
    public static void defineCreate(HostInterface.Builder wasi) {
        wasi.function(
                "create-tcp-socket",
                FuncType.of(Network.orError(ValueType.own("tcp-socket")), Network.ADDRESS_FAMILY),
                Network::denied);
    }
}
