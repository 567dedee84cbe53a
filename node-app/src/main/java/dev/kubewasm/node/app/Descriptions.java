package dev.kubewasm.node.app;

import dev.kubewasm.node.app.host.HostCapacity;
import dev.kubewasm.node.app.kubernetes.NodeDescription;
import dev.kubewasm.placement.annotations.HostInterfacesAnnotation;
import dev.kubewasm.placement.annotations.WasmFeaturesAnnotation;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.WasmFeature;
import dev.kubewasm.runtime.Engines;
import dev.kubewasm.runtime.host.HostInterfaces;
import dev.kubewasm.wit.model.InterfaceName;
import io.fabric8.kubernetes.api.model.Quantity;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the node says of itself, from its configuration and its machine. */
final class Descriptions {
    /** What both engines take; docs/decisions/0005-engines.md. */
    private static final Set<String> FEATURES = Set.of(
            "mutable-global",
            "saturating-float-to-int",
            "sign-extension",
            "reference-types",
            "multi-value",
            "bulk-memory",
            "tail-call",
            "multi-memory",
            "exceptions",
            "extended-const",
            "function-references",
            "gc",
            "call-indirect-overlong",
            "bulk-memory-opt");

    /** What Wasmtime takes beyond {@link #FEATURES}. */
    private static final Set<String> FEATURES_OF_WASMTIME = Set.of("simd", "relaxed-simd");

    private final NodeConfig config;
    private final String host;

    Descriptions(NodeConfig config) throws IOException {
        this.config = config;
        this.host = config.host().isPresent()
                ? config.host().get()
                : InetAddress.getLocalHost().getHostName();
    }

    NodeName name() {
        return new NodeName(config.name().orElse(host + "-kube-wasm"));
    }

    NodeDescription describe(HostCapacity machine, HostInterfaces interfaces) throws IOException {
        long milliCpu = config.capacity().milliCpu().orElse(machine.milliCpu());
        long memory = config.capacity().memory().map(MemorySize::asLongValue).orElse(machine.heapBytes() / 4 * 3);
        int pods = config.capacity().pods();
        long disk = machine.diskBytes();
        return new NodeDescription(
                name(),
                host,
                address(),
                config.kubelet().port(),
                config.taint(),
                config.labels(),
                Map.of(
                        HostInterfacesAnnotation.KEY,
                                interfaces.names().stream()
                                        .map(InterfaceName::toString)
                                        .collect(Collectors.joining(",")),
                        WasmFeaturesAnnotation.KEY, features()),
                resources(Math.max(milliCpu, machine.milliCpu()), Math.max(memory, machine.memoryBytes()), pods, disk),
                resources(milliCpu, memory, pods, disk / 10 * 9),
                version());
    }

    private static Map<String, Quantity> resources(long milliCpu, long memory, int pods, long disk) {
        return Map.of(
                "cpu", new Quantity(milliCpu + "m"),
                "memory", new Quantity(Long.toString(memory)),
                "pods", new Quantity(Integer.toString(pods)),
                "ephemeral-storage", new Quantity(Long.toString(disk)));
    }

    private String features() {
        Stream<String> all = config.engine().equals(Engines.WASMTIME)
                ? Stream.concat(FEATURES.stream(), FEATURES_OF_WASMTIME.stream())
                : FEATURES.stream();
        return WasmFeaturesAnnotation.write(all.map(WasmFeature::new).collect(Collectors.toCollection(TreeSet::new)));
    }

    private String address() throws IOException {
        if (config.address().isPresent()) {
            return config.address().get();
        }
        Optional<InetAddress> first = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                .min(java.util.Comparator.comparing(a -> a instanceof Inet6Address));
        return first.orElse(InetAddress.getLoopbackAddress()).getHostAddress();
    }

    private static String version() {
        return "v"
                + Optional.ofNullable(Descriptions.class.getPackage().getImplementationVersion())
                        .orElse("0.1.0");
    }
}
