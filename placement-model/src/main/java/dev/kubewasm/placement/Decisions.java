package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.DecidedWiring;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiredImport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns the wiring of a Pod into the one decided for its node: which Pod of a provider serves it there. */
final class Decisions {
    private final Snapshot snapshot;
    private final Map<PodKey, NodeName> placed;
    private final Map<ImportWiring.Provider, Map<NodeName, PodKey>> chosen = new HashMap<>();

    Decisions(Snapshot snapshot, Map<PodKey, NodeName> placed) {
        this.snapshot = snapshot;
        this.placed = placed;
    }

    /** The wiring of a Pod placed on {@code node}. */
    DecidedWiring on(NodeName node, PodWiring wiring) {
        return decide(
                wiring,
                provider -> Optional.ofNullable(
                        chosen.computeIfAbsent(provider, this::choose).get(node)));
    }

    /** Every import decided, {@code pod} choosing the Pod of a provider. */
    static DecidedWiring decide(PodWiring wiring, Function<ImportWiring.Provider, Optional<PodKey>> pod) {
        Map<String, DecidedWiring.ContainerWiring> containers = new HashMap<>();
        for (PodWiring.WiredContainer container : wiring.containers()) {
            Map<String, WiredImport> imports = new HashMap<>();
            container.imports().forEach((imported, import_) -> imports.put(imported, decide(import_, pod)));
            containers.put(container.name(), DecidedWiring.ContainerWiring.of(container.digest(), imports));
        }
        return DecidedWiring.of(containers);
    }

    private static WiredImport decide(ImportWiring wiring, Function<ImportWiring.Provider, Optional<PodKey>> pod) {
        return switch (wiring) {
            case ImportWiring.Host ignored -> new WiredImport.Host();
            case ImportWiring.Container(String container) -> new WiredImport.Container(container);
            case ImportWiring.Types ignored -> new WiredImport.Types();
            case ImportWiring.Provider provider -> new WiredImport.Provider(provider.workload(), pod.apply(provider));
            case ImportWiring.Unlinked ignored -> new WiredImport.Nobody();
            case ImportWiring.Failed(var problem) ->
                throw new IllegalArgumentException("a Pod with a wiring failure was placed: " + problem);
        };
    }

    /** For each node the Pod that serves there: a Ready one first, then the oldest. */
    private Map<NodeName, PodKey> choose(ImportWiring.Provider provider) {
        List<PodFacts> pods = new ArrayList<>();
        provider.pods().forEach(key -> snapshot.pod(key).ifPresent(pods::add));
        pods.sort(Comparator.comparing((PodFacts pod) -> !pod.state().ready())
                .thenComparingLong(PodFacts::order)
                .thenComparing(PodFacts::key));
        Map<NodeName, PodKey> byNode = new HashMap<>();
        for (PodFacts pod : pods) {
            Optional<NodeName> node = pod.state().node().or(() -> Optional.ofNullable(placed.get(pod.key())));
            node.ifPresent(name -> byNode.putIfAbsent(name, pod.key()));
        }
        return byNode;
    }
}
