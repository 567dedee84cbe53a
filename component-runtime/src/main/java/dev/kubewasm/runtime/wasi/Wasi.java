package dev.kubewasm.runtime.wasi;

import dev.kubewasm.runtime.host.HostInterface;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.runtime.wasi.cli.Environment;
import dev.kubewasm.runtime.wasi.cli.Exit;
import dev.kubewasm.runtime.wasi.cli.Stdio;
import dev.kubewasm.runtime.wasi.cli.Terminals;
import dev.kubewasm.runtime.wasi.clocks.MonotonicClock;
import dev.kubewasm.runtime.wasi.clocks.WallClock;
import dev.kubewasm.runtime.wasi.filesystem.FilesystemTypes;
import dev.kubewasm.runtime.wasi.filesystem.Preopens;
import dev.kubewasm.runtime.wasi.io.ErrorInterface;
import dev.kubewasm.runtime.wasi.io.PollInterface;
import dev.kubewasm.runtime.wasi.io.StreamsInterface;
import dev.kubewasm.runtime.wasi.random.InsecureRandomness;
import dev.kubewasm.runtime.wasi.random.SecureRandomness;
import dev.kubewasm.runtime.wasi.sockets.IpNameLookup;
import dev.kubewasm.runtime.wasi.sockets.Network;
import dev.kubewasm.runtime.wasi.sockets.Tcp;
import dev.kubewasm.runtime.wasi.sockets.Udp;
import dev.kubewasm.wit.model.InterfaceName;
import java.util.List;
import java.util.function.Consumer;

/**
 * The WASI 0.2 interfaces that a host of components supplies. They are declared at the newest version; imports of any
 * 0.2 version are served by them. What an instance reaches through them is in its
 * {@link dev.kubewasm.runtime.host.HostContext}.
 *
 * <p>{@code wasi:sockets} is there for components that link it whether they use it or not; it denies everything.
 *
 * <p>Not among them: {@code wasi:http} and what is unstable: {@code wasi:clocks/timezone}, {@code network-error-code}.
 */
public final class Wasi {
    /** The version of all interfaces. */
    public static final String VERSION = "0.2.12";

    private Wasi() {}

    /** All interfaces, to be put together with those that a host has besides. None is built before it is imported. */
    public static List<HostInterface> interfaces() {
        return List.of(
                wasi("cli/environment", Environment::define),
                wasi("cli/exit", Exit::define),
                wasi("cli/stdin", Stdio::defineStdin),
                wasi("cli/stdout", Stdio::defineStdout),
                wasi("cli/stderr", Stdio::defineStderr),
                wasi("cli/terminal-input", Terminals::defineInput),
                wasi("cli/terminal-output", Terminals::defineOutput),
                wasi("cli/terminal-stdin", Terminals::defineStdin),
                wasi("cli/terminal-stdout", Terminals::defineStdout),
                wasi("cli/terminal-stderr", Terminals::defineStderr),
                wasi("clocks/monotonic-clock", MonotonicClock::define),
                wasi("clocks/wall-clock", WallClock::define),
                wasi("filesystem/preopens", Preopens::define),
                wasi("filesystem/types", FilesystemTypes::define),
                wasi("io/error", ErrorInterface::define),
                wasi("io/poll", PollInterface::define),
                wasi("io/streams", StreamsInterface::define),
                wasi("random/insecure", InsecureRandomness::define),
                wasi("random/insecure-seed", InsecureRandomness::defineSeed),
                wasi("random/random", SecureRandomness::define),
                wasi("sockets/instance-network", Network::defineInstance),
                wasi("sockets/ip-name-lookup", IpNameLookup::define),
                wasi("sockets/network", Network::define),
                wasi("sockets/tcp", Tcp::define),
                wasi("sockets/tcp-create-socket", Tcp::defineCreate),
                wasi("sockets/udp", Udp::define),
                wasi("sockets/udp-create-socket", Udp::defineCreate));
    }

    /** A host that supplies these interfaces and no others. */
    public static HostInterfaces hostInterfaces() {
        return HostInterfaces.of(interfaces());
    }

    /** The names with version, as the Node annotation {@code kube-wasm/host-interfaces} lists them. */
    public static List<InterfaceName> names() {
        return interfaces().stream().map(HostInterface::name).toList();
    }

    private static HostInterface wasi(String name, Consumer<HostInterface.Builder> definition) {
        return HostInterface.lazy("wasi:" + name + "@" + VERSION, definition);
    }
}
