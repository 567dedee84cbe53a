package dev.kubewasm.runtime.wasi.sockets;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.ValueType;

/** {@code wasi:sockets/ip-name-lookup}. */
public final class IpNameLookup {
    private IpNameLookup() {}

    /** Declares the interface. */
    public static void define(HostInterface.Builder wasi) {
        wasi.resource(Network.never("resolve-address-stream"))
                .function(
                        "resolve-addresses",
                        FuncType.of(
                                Network.orError(ValueType.own("resolve-address-stream")),
                                ValueType.borrow("network"),
                                ValueType.Primitive.STRING),
                        Network::denied);
        new Network.Methods(wasi, "resolve-address-stream")
                .add("resolve-next-address", Network.orError(ValueType.option(Network.ADDRESS)))
                .add("subscribe", ValueType.own("pollable"));
    }
}
