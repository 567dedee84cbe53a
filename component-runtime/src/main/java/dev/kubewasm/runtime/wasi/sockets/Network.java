package dev.kubewasm.runtime.wasi.sockets;

import static dev.kubewasm.runtime.value.ValueType.Primitive.U16;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U32;
import static dev.kubewasm.runtime.value.ValueType.Primitive.U8;
import static dev.kubewasm.runtime.value.ValueType.field;
import static dev.kubewasm.runtime.value.ValueType.variantCase;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.host.HostFunction;
import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;
import dev.kubewasm.runtime.wasi.support.EnumTypes;
import java.util.List;

/**
 * {@code wasi:sockets/network} and {@code instance-network}, and what the other interfaces share. There is a network to
 * hold a handle to; what would use it fails with {@code access-denied} before there is a socket.
 */
public final class Network {
    private static final HostResourceType<Network> NETWORK = HostResourceType.of("network", Network.class, n -> {});

    static final ValueType ERROR_CODE = EnumTypes.enumType(ErrorCode.class);
    static final ValueType ADDRESS_FAMILY = ValueType.enumOf("ipv4", "ipv6");
    private static final ValueType IPV4 = ValueType.tuple(U8, U8, U8, U8);
    private static final ValueType IPV6 = ValueType.tuple(U16, U16, U16, U16, U16, U16, U16, U16);
    static final ValueType ADDRESS = ValueType.variant(variantCase("ipv4", IPV4), variantCase("ipv6", IPV6));
    static final ValueType SOCKET_ADDRESS = ValueType.variant(
            variantCase("ipv4", ValueType.record(field("port", U16), field("address", IPV4))),
            variantCase(
                    "ipv6",
                    ValueType.record(
                            field("port", U16),
                            field("flow-info", U32),
                            field("address", IPV6),
                            field("scope-id", U32))));

    private Network() {}

    /** Declares {@code wasi:sockets/network}. */
    public static void define(HostInterface.Builder wasi) {
        wasi.resource(NETWORK);
    }

    /** Declares {@code wasi:sockets/instance-network}. */
    public static void defineInstance(HostInterface.Builder wasi) {
        wasi.function(
                "instance-network",
                FuncType.of(ValueType.own("network")),
                (context, args) -> NETWORK.own(new Network()));
    }

    /** {@code result<ok, error-code>}. */
    static ValueType orError(ValueType ok) {
        return ValueType.result(ok, ERROR_CODE);
    }

    /** {@code result<_, error-code>}. */
    static ValueType doneOrError() {
        return ValueType.resultOfErr(ERROR_CODE);
    }

    /** Refuses to make a socket or to look up a name. */
    static Val denied(HostContext context, List<Val> args) {
        return Val.err(EnumTypes.value(ErrorCode.ACCESS_DENIED));
    }

    /** A resource of which there is never an instance. */
    static HostResourceType<Nothing> never(String name) {
        return HostResourceType.of(name, Nothing.class, n -> {});
    }

    /** Has no instances. */
    enum Nothing {}

    /** Declares the methods of a resource of {@link #never}; none of them is ever called, for want of a handle. */
    record Methods(HostInterface.Builder wasi, String resource) {
        private static final HostFunction UNREACHABLE = (context, args) -> {
            throw new IllegalStateException("a method of a resource of which there is no instance");
        };

        Methods add(String name, ValueType result, ValueType... params) {
            ValueType[] all = new ValueType[params.length + 1];
            all[0] = ValueType.borrow(resource);
            System.arraycopy(params, 0, all, 1, params.length);
            wasi.function("[method]" + resource + "." + name, FuncType.of(result, all), UNREACHABLE);
            return this;
        }

        /** {@code name} that tells a setting, and {@code set-name}. */
        Methods setting(String name, ValueType type) {
            return add(name, orError(type)).add("set-" + name, doneOrError(), type);
        }
    }
}
