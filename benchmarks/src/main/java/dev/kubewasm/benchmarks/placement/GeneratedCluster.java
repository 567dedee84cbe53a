package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.annotations.HostInterfacesAnnotation;
import dev.kubewasm.placement.annotations.Parsed;
import dev.kubewasm.placement.facts.HostCapabilities;
import dev.kubewasm.placement.facts.HostInterface;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Nodes of a made-up cluster: three sizes in five zones, one in twenty tainted for batch work, one in ten without a
 * key-value store.
 */
final class GeneratedCluster {
    static final String ZONE = "topology.kubernetes.io/zone";
    static final Taint BATCH = new Taint("dedicated", "batch", Taint.Effect.NO_SCHEDULE);

    private static final int[] CPUS = {8, 16, 32};
    private static final String WASI = "wasi:cli@0.2.6, wasi:io@0.2.6, wasi:clocks@0.2.6, wasi:random@0.2.6";
    private static final List<HostInterface> PLAIN = interfaces(WASI);
    private static final List<HostInterface> WITH_STORE = interfaces(WASI + ", wasi:keyvalue@0.2.0");

    private GeneratedCluster() {}

    /** The host interfaces of a node that has all. */
    static List<HostInterface> everything() {
        return WITH_STORE;
    }

    private static List<HostInterface> interfaces(String annotation) {
        return switch (HostInterfacesAnnotation.parse(annotation)) {
            case Parsed.Valid<List<HostInterface>>(List<HostInterface> value) -> value;
            case Parsed.Invalid<List<HostInterface>> invalid -> throw new IllegalStateException(invalid.message());
        };
    }

    /**
     * {@code count} nodes.
     *
     * @param percent their size in percent of 8, 16 and 32 CPUs with 4 GiB each and 110 Pods
     */
    static List<NodeFacts> nodes(int count, int percent, SplittableRandom random) {
        List<NodeFacts> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long cpus = CPUS[random.nextInt(CPUS.length)];
            String name = "node-%05d".formatted(i);
            nodes.add(new NodeFacts(
                    new NodeName(name),
                    new TreeMap<>(Map.of(
                            NodeFacts.RUNTIME_LABEL,
                            NodeFacts.LINKING_RUNTIME,
                            "kubernetes.io/hostname",
                            name,
                            ZONE,
                            "zone-" + random.nextInt(5))),
                    random.nextInt(20) == 0 ? List.of(BATCH) : List.of(),
                    false,
                    Resources.of(cpus * 10 * percent, ((cpus * percent) << 32) / 100)
                            .with(ResourceName.PODS, 110L * Math.max(100, percent) / 100),
                    new HostCapabilities(Optional.of(random.nextInt(10) == 0 ? PLAIN : WITH_STORE), Optional.empty())));
        }
        return nodes;
    }
}
