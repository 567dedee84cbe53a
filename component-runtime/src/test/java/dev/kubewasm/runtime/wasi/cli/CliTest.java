package dev.kubewasm.runtime.wasi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubewasm.runtime.failure.ComponentExit;
import dev.kubewasm.runtime.host.HostContext;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.wasi.Guest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    @Test
    void argumentsEnvironmentAndDirectoryAreTheContexts() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ZED", "last letter first");
        variables.put("ALPHA", "");
        Guest guest = new Guest(HostContext.builder()
                .arguments(List.of("program", "a b"))
                .environment(variables)
                .initialDirectory("/data")
                .build());
        assertThat(guest.call("cli/environment", "get-arguments"))
                .isEqualTo(Val.list(List.of(Val.str("program"), Val.str("a b"))));
        assertThat(guest.call("cli/environment", "get-environment"))
                .isEqualTo(Val.list(List.of(
                        Val.tuple(Val.str("ZED"), Val.str("last letter first")),
                        Val.tuple(Val.str("ALPHA"), Val.str("")))));
        assertThat(guest.call("cli/environment", "initial-cwd")).isEqualTo(Val.some(Val.str("/data")));
    }

    @Test
    void nothingOfTheProcessShowsThrough() {
        Guest guest = new Guest(HostContext.builder().build());
        assertThat(guest.call("cli/environment", "get-arguments")).isEqualTo(Val.list(List.of()));
        assertThat(guest.call("cli/environment", "get-environment")).isEqualTo(Val.list(List.of()));
        assertThat(guest.call("cli/environment", "initial-cwd")).isEqualTo(Val.none());
    }

    @Test
    void exitEndsTheComponentWithItsStatus() {
        Guest guest = new Guest(HostContext.builder().build());
        assertThat(statusOf(guest, "exit", Val.ok())).isZero();
        assertThat(statusOf(guest, "exit", Val.err())).isEqualTo(1);
        assertThat(statusOf(guest, "exit-with-code", new Val.U8(42))).isEqualTo(42);
    }

    private static int statusOf(Guest guest, String function, Val argument) {
        ComponentExit[] exit = new ComponentExit[1];
        assertThatThrownBy(() -> guest.run("cli/exit", function, argument))
                .isInstanceOfSatisfying(ComponentExit.class, e -> exit[0] = e);
        return exit[0].status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdin", "stdout", "stderr"})
    void noStreamIsATerminal(String stream) {
        Guest guest = new Guest(HostContext.builder().build());
        assertThat(guest.call("cli/terminal-" + stream, "get-terminal-" + stream))
                .isEqualTo(Val.none());
    }

    @Test
    void standardStreamsLeadToTheContextsAndOutliveTheirHandles() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Guest guest = new Guest(HostContext.builder()
                .stdin(new ByteArrayInputStream(new byte[] {1, 2, 3}))
                .stdout(out)
                .stderr(err)
                .build());
        Val first = guest.call("cli/stdin", "get-stdin");
        assertThat(read(guest, first, 2)).isEqualTo(Val.bytes(new byte[] {1, 2}));
        Guest.drop(first);
        assertThat(read(guest, guest.call("cli/stdin", "get-stdin"), 2)).isEqualTo(Val.bytes(new byte[] {3}));

        write(guest, guest.call("cli/stderr", "get-stderr"), 9);
        for (int i = 0; i < 2; i++) {
            Val handle = guest.call("cli/stdout", "get-stdout");
            write(guest, handle, i);
            Guest.drop(handle);
        }
        assertThat(out.toByteArray()).containsExactly(0, 1);
        assertThat(err.toByteArray()).containsExactly(9);
    }

    private static Val read(Guest guest, Val stream, long len) {
        return guest.ok("io/streams", "[method]input-stream.blocking-read", Guest.borrow(stream), Val.u64(len));
    }

    private static void write(Guest guest, Val stream, int value) {
        Val bytes = Val.bytes(new byte[] {(byte) value});
        assertThat(guest.call(
                        "io/streams", "[method]output-stream.blocking-write-and-flush", Guest.borrow(stream), bytes))
                .isEqualTo(Val.ok());
    }
}
