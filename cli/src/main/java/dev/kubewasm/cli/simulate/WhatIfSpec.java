package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.placement.facts.ComponentFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
import dev.kubewasm.scheduler.component.ComponentResolver;
import dev.kubewasm.scheduler.port.ComponentSource;
import dev.kubewasm.simulations.price.PriceList;
import dev.kubewasm.simulations.whatif.Change;
import dev.kubewasm.simulations.whatif.WhatIf;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code whatIf:} of a scenario file, as it is written; documented in {@code docs/simulations.md}. All that is
 * given changes.
 *
 * @param name its column's
 * @param removeNodes names of nodes
 * @param removeZone a zone
 * @param addNodes how many nodes like {@code like}
 * @param like a node
 * @param nodeShape what each node has, and costs then
 * @param podsPerNode how many Pods each node takes
 * @param links as annotation {@code kube-wasm/links}, of all workloads or {@code of} one
 * @param of a workload
 * @param containers workloads that are ordinary containers, linked to nobody
 * @param wit WIT text with the world of the only container of each Pod of {@code of}, which is a component then
 * @param requests what each Pod of {@code of}, or of all, requests, as a component for example
 * @param weights of soft constraints, by name
 */
record WhatIfSpec(
        @JsonProperty(required = true) String name,
        @Nullable List<String> removeNodes,
        @Nullable String removeZone,
        @Nullable Integer addNodes,
        @Nullable String like,
        @Nullable Shape nodeShape,
        @Nullable Integer podsPerNode,
        @Nullable String links,
        @Nullable String of,
        @Nullable List<String> containers,
        @Nullable String wit,
        @Nullable Amounts requests,
        @Nullable Map<String, Long> weights) {
    private static final int MAX_NODES = 5_000;
    private static final int MAX_PODS = 10_000;

    /** CPU and memory as Kubernetes' quantities. */
    record Amounts(@Nullable String cpu, @Nullable String memory) {
        Optional<Long> cpuMilli() {
            return amount("cpu", cpu, 1_000);
        }

        Optional<Long> memoryBytes() {
            return amount("memory", memory, 1);
        }

        private static Optional<Long> amount(String field, @Nullable String text, int scale) {
            if (text == null) {
                return Optional.empty();
            }
            try {
                BigDecimal amount =
                        Quantity.getAmountInBytes(new Quantity(text)).multiply(BigDecimal.valueOf(scale));
                if (amount.signum() >= 0) {
                    return Optional.of(amount.longValueExact());
                }
            } catch (IllegalArgumentException | ArithmeticException _) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "`" + field + "` is '" + text + "', must be a quantity such as 500m, 2 or 4Gi, not negative");
        }
    }

    /** CPU and memory as Kubernetes' quantities, and what a node of that shape costs; as the prices say if empty. */
    record Shape(
            @Nullable String cpu,
            @Nullable String memory,
            @Nullable Double cost) {
        private List<Change> changes(Optional<PriceList> prices) {
            Amounts amounts = new Amounts(cpu, memory);
            Change.NodeShape shape = new Change.NodeShape(amounts.cpuMilli(), amounts.memoryBytes(), Optional.empty());
            Optional<PriceList> other =
                    cost == null ? prices.map(PriceList::forOtherShapes) : Optional.of(PriceList.flat(cost));
            return other.isPresent() ? List.of(shape, new Change.Prices(other.get())) : List.of(shape);
        }
    }

    /**
     * The variant for a cluster.
     *
     * @param field where it is, for messages
     * @param prices of nodes
     * @throws IllegalArgumentException if a value can't be read or a name isn't in the cluster; the message names the field
     */
    WhatIf read(String field, Snapshot snapshot, Optional<PriceList> prices, PlacementSettings settings) {
        try {
            List<Change> changes = changes(snapshot, prices);
            if (changes.isEmpty() && weights == null) {
                throw new IllegalArgumentException(
                        "nothing is otherwise; give removeNodes, removeZone, addNodes, nodeShape,"
                                + " podsPerNode, links, containers, wit, requests or weights");
            }
            return new WhatIf(
                    name,
                    changes,
                    weights == null ? settings : settings.withWeights(ConstraintWeights.named(new TreeMap<>(weights))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("`" + field + "`: " + e.getMessage(), e);
        }
    }

    /** Notes what of it means nothing. */
    void passOver(String place, boolean priced, PassedOver passed) {
        if (nodeShape != null && nodeShape.cost() == null && !priced) {
            passed.add(
                    place,
                    "nodes of another shape cost what they did; `cost` in `nodeShape`, or `prices`, says otherwise");
        }
        passed.unlessAny(place, "like", like, "`addNodes`", addNodes);
        passed.unlessAny(place, "of", of, "`links`, `wit` and `requests`", links, wit, requests);
    }

    private List<Change> changes(Snapshot snapshot, Optional<PriceList> prices) {
        List<Change> changes = new ArrayList<>();
        if (removeNodes != null) {
            Set<NodeName> nodes = new HashSet<>();
            removeNodes.forEach(node -> nodes.add(Names.node(node, snapshot)));
            changes.add(new Change.WithoutNodes(nodes));
        }
        if (removeZone != null) {
            if (snapshot.nodes().values().stream().map(NodeFacts::zone).noneMatch(Optional.of(removeZone)::equals)) {
                throw new IllegalArgumentException("no node is in zone " + removeZone);
            }
            changes.add(new Change.WithoutZone(removeZone));
        }
        if (addNodes != null) {
            if (like == null || addNodes < 1 || addNodes > MAX_NODES) {
                throw new IllegalArgumentException("`addNodes` must be 1 to " + MAX_NODES + ", and `like` name a node");
            }
            changes.add(new Change.MoreNodes(Names.node(like, snapshot), addNodes));
        }
        if (nodeShape != null) {
            changes.addAll(nodeShape.changes(prices));
        }
        if (podsPerNode != null) {
            if (podsPerNode < 1 || podsPerNode > MAX_PODS) {
                throw new IllegalArgumentException("`podsPerNode` is " + podsPerNode + ", must be 1 to " + MAX_PODS);
            }
            changes.add(new Change.NodeShape(Optional.empty(), Optional.empty(), Optional.of((long) podsPerNode)));
        }
        Optional<ComponentFacts> component = Optional.ofNullable(wit).map(WhatIfSpec::component);
        if (component.isPresent()) {
            if (of == null) {
                throw new IllegalArgumentException("`wit` needs `of`, the workload that is a component then");
            }
            changes.add(new Change.Component(Names.workload(of, snapshot), component.get()));
        }
        if (links != null) {
            changes.add(new Change.Links(
                    Optional.ofNullable(of).map(workload -> Names.workload(workload, snapshot)),
                    WhatIfLinks.policies(links, importsOf(snapshot, component))));
        }
        if (containers != null) {
            Set<WorkloadRef> workloads = new HashSet<>();
            containers.forEach(workload -> workloads.add(Names.workload(workload, snapshot)));
            changes.add(new Change.Containers(workloads));
        }
        if (requests != null) {
            changes.add(new Change.Requests(
                    Optional.ofNullable(of).map(workload -> Names.workload(workload, snapshot)),
                    requests.cpuMilli(),
                    requests.memoryBytes()));
        }
        return changes;
    }

    private static ComponentFacts component(String text) {
        return switch (ComponentResolver.ofText(text, "wit", Optional.empty())) {
            case ComponentSource.Answer.Component(ComponentFacts read) -> read;
            case ComponentSource.Answer.Unknown unknown -> throw new IllegalArgumentException(unknown.message());
        };
    }

    private static Stream<String> importsOf(Snapshot snapshot, Optional<ComponentFacts> more) {
        return Stream.concat(
                        snapshot.pods().values().stream()
                                .flatMap(pod -> pod.containers().stream())
                                .flatMap(container -> container.component().stream()),
                        more.stream())
                .flatMap(component -> component.world().imports().keySet().stream());
    }
}
