package dev.kubewasm.runtime.wasi.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component that asks for the network is told that it may not. */
class SocketsTest {
    /** {@code access-denied} is the second of the error codes. */
    private static final Val DENIED = Val.err(new Val.EnumVal(1));

    private static final Val IPV4 = new Val.EnumVal(0);
    private static final Val IPV6 = new Val.EnumVal(1);

    private final Guest guest = new Guest(HostContext.builder().build());

    @Test
    void noSocketIsMade() {
        assertThat(guest.call("sockets/tcp-create-socket", "create-tcp-socket", IPV4))
                .isEqualTo(DENIED);
        assertThat(guest.call("sockets/tcp-create-socket", "create-tcp-socket", IPV6))
                .isEqualTo(DENIED);
        assertThat(guest.call("sockets/udp-create-socket", "create-udp-socket", IPV4))
                .isEqualTo(DENIED);
        assertThat(guest.call("sockets/udp-create-socket", "create-udp-socket", IPV6))
                .isEqualTo(DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "localhost", "127.0.0.1", "::1", ""})
    void noNameIsLookedUp(String name) {
        Val network = guest.call("sockets/instance-network", "instance-network");
        assertThat(guest.call("sockets/ip-name-lookup", "resolve-addresses", Guest.borrow(network), Val.str(name)))
                .isEqualTo(DENIED);
        Guest.drop(network);
    }
}
