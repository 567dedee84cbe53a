package dev.kubewasm.runtime.wasi.cli;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostResourceType;
import dev.kubewasm.runtime.value.FuncType;
import dev.kubewasm.runtime.value.Val;
import dev.kubewasm.runtime.value.ValueType;

/**
 * {@code wasi:cli/terminal-input}, {@code -output}, {@code -stdin}, {@code -stdout} and {@code -stderr}. The standard
 * streams of a component are plain byte streams, never terminals, so none is ever handed out.
 */
public final class Terminals {
    private static final HostResourceType<NoTerminal> TERMINAL_INPUT =
            HostResourceType.of("terminal-input", NoTerminal.class, t -> {});
    private static final HostResourceType<NoTerminal> TERMINAL_OUTPUT =
            HostResourceType.of("terminal-output", NoTerminal.class, t -> {});

    private Terminals() {}

    /** Has no instances. */
    private enum NoTerminal {}

    /** Declares {@code wasi:cli/terminal-input}. */
    public static void defineInput(HostInterface.Builder wasi) {
        wasi.resource(TERMINAL_INPUT);
    }

    /** Declares {@code wasi:cli/terminal-output}. */
    public static void defineOutput(HostInterface.Builder wasi) {
        wasi.resource(TERMINAL_OUTPUT);
    }

    /** Declares {@code wasi:cli/terminal-stdin}. */
    public static void defineStdin(HostInterface.Builder wasi) {
        none(wasi, "get-terminal-stdin", "terminal-input");
    }

    /** Declares {@code wasi:cli/terminal-stdout}. */
    public static void defineStdout(HostInterface.Builder wasi) {
        none(wasi, "get-terminal-stdout", "terminal-output");
    }

    /** Declares {@code wasi:cli/terminal-stderr}. */
    public static void defineStderr(HostInterface.Builder wasi) {
        none(wasi, "get-terminal-stderr", "terminal-output");
    }

    private static void none(HostInterface.Builder wasi, String function, String resource) {
        wasi.function(function, FuncType.of(ValueType.option(ValueType.own(resource))), (context, args) -> Val.none());
    }
}
