package dev.kubewasm.runtime.wasi.sockets;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U64;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U8;
import static dev.kubewasm.runtime.value.ValueType.field;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.io.IoTypes;

/** {@code wasi:sockets/udp} and {@code udp-create-socket}. */
public final class Udp {
    private static final ValueType INCOMING_DATAGRAM =
            ValueType.record(field("data", IoTypes.BYTES), field("remote-address", Network.SOCKET_ADDRESS));
    private static final ValueType OUTGOING_DATAGRAM = ValueType.record(
            field("data", IoTypes.BYTES), field("remote-address", ValueType.option(Network.SOCKET_ADDRESS)));

    private Udp() {}

    /** Declares {@code wasi:sockets/udp}. */
    public static void define(HostInterface.Builder wasi) {
        ValueType pollable = ValueType.own("pollable");
        ValueType incoming = ValueType.own("incoming-datagram-stream");
        ValueType outgoing = ValueType.own("outgoing-datagram-stream");
        wasi.resource(Network.never("udp-socket"))
                .resource(Network.never("incoming-datagram-stream"))
                .resource(Network.never("outgoing-datagram-stream"));
        new Network.Methods(wasi, "udp-socket")
                .add("start-bind", Network.doneOrError(), ValueType.borrow("network"), Network.SOCKET_ADDRESS)
                .add("finish-bind", Network.doneOrError())
                .add(
                        "stream",
                        Network.orError(ValueType.tuple(incoming, outgoing)),
                        ValueType.option(Network.SOCKET_ADDRESS))
                .add("local-address", Network.orError(Network.SOCKET_ADDRESS))
                .add("remote-address", Network.orError(Network.SOCKET_ADDRESS))
                .add("address-family", Network.ADDRESS_FAMILY)
                .setting("unicast-hop-limit", U8)
                .setting("receive-buffer-size", U64)
                .setting("send-buffer-size", U64)
                .add("subscribe", pollable);
        new Network.Methods(wasi, "incoming-datagram-stream")
                .add("receive", Network.orError(ValueType.list(INCOMING_DATAGRAM)), U64)
                .add("subscribe", pollable);
        new Network.Methods(wasi, "outgoing-datagram-stream")
                .add("check-send", Network.orError(U64))
                .add("send", Network.orError(U64), ValueType.list(OUTGOING_DATAGRAM))
                .add("subscribe", pollable);
    }

    /** Declares {@code wasi:sockets/udp-create-socket}. */
    public static void defineCreate(HostInterface.Builder wasi) {
        wasi.function(
                "create-udp-socket",
                FuncType.of(Network.orError(ValueType.own("udp-socket")), Network.ADDRESS_FAMILY),
                Network::denied);
    }
}
