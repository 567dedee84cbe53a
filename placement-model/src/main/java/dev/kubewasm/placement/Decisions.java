package dev.kubewasm.placement;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
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
import java.util.stream.Collectors;

/** Turns the wiring of a Pod into the one decided for its node: which Pod of a provider serves it there. */
final class Decisions {
    private final Snapshot snapshot;
    private final Map<NodeName, List<PodFacts>> coming = new HashMap<>();
    private final Map<NodeName, Map<WorkloadRef, List<PodFacts>>> there = new HashMap<>();

    Decisions(Snapshot snapshot, Map<PodKey, NodeName> placed) {
        this.snapshot = snapshot;
        placed.forEach((pod, node) -> coming.computeIfAbsent(node, _ -> new ArrayList<>())
                .add(snapshot.pod(pod).orElseThrow()));
    }

    /** The wiring of a Pod placed on {@code node}. */
    DecidedWiring on(NodeName node, PodWiring wiring) {
        Map<WorkloadRef, List<PodFacts>> workloads = there.computeIfAbsent(node, this::there);
        return decide(wiring, provider -> workloads.getOrDefault(provider.workload(), List.of()).stream()
                .map(PodFacts::key)
                .filter(provider.pods()::contains)
                .findFirst());
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

    /** The Pods of a node by workload, in the order in which they serve: a Ready one first, then the oldest. */
    private Map<WorkloadRef, List<PodFacts>> there(NodeName node) {
        List<PodFacts> pods = new ArrayList<>(snapshot.podsOn(node));
        pods.addAll(coming.getOrDefault(node, List.of()));
        pods.sort(Comparator.comparing((PodFacts pod) -> !pod.state().ready())
                .thenComparingLong(PodFacts::order)
                .thenComparing(PodFacts::key));
        return pods.stream().collect(Collectors.groupingBy(PodFacts::workload));
    }
}
