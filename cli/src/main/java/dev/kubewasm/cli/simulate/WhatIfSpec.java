package dev.kubewasm.cli.simulate;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.solver.ConstraintWeights;
import dev.kubewasm.placement.solver.PlacementSettings;
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
 * @param nodeShape what each node has
 * @param podsPerNode how many Pods each node takes
 * @param links {@code required}, {@code preferred} or {@code none}, of all workloads or {@code of} one
 * @param of a workload
 * @param containers workloads that are ordinary containers, linked to nobody
 * @param requests what each Pod of {@code of}, or of all, requests, as a component for example
 * @param weights of soft constraints, by name
 */
record WhatIfSpec(
        @JsonProperty(required = true) String name,
        @Nullable List<String> removeNodes,
        @Nullable String removeZone,
        @Nullable Integer addNodes,
        @Nullable String like,
        @Nullable Amounts nodeShape,
        @Nullable Integer podsPerNode,
        @Nullable String links,
        @Nullable String of,
        @Nullable List<String> containers,
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

    /**
     * The variant for a cluster.
     *
     * @param field where it is, for messages
     * @throws IllegalArgumentException if a value can't be read or a name isn't in the cluster; the message names the field
     */
    WhatIf read(String field, Snapshot snapshot, PlacementSettings settings) {
        try {
            List<Change> changes = changes(snapshot);
            if (changes.isEmpty() && weights == null) {
                throw new IllegalArgumentException(
                        "nothing is otherwise; give removeNodes, removeZone, addNodes, nodeShape,"
                                + " podsPerNode, links, containers, requests or weights");
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
    void passOver(String place, PassedOver passed) {
        passed.unlessAny(place, "like", like, "`addNodes`", addNodes);
        passed.unlessAny(place, "of", of, "`links` and `requests`", links, requests);
    }

    private List<Change> changes(Snapshot snapshot) {
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
            changes.add(new Change.NodeShape(nodeShape.cpuMilli(), nodeShape.memoryBytes(), Optional.empty()));
        }
        if (podsPerNode != null) {
            if (podsPerNode < 1 || podsPerNode > MAX_PODS) {
                throw new IllegalArgumentException("`podsPerNode` is " + podsPerNode + ", must be 1 to " + MAX_PODS);
            }
            changes.add(new Change.NodeShape(Optional.empty(), Optional.empty(), Optional.of((long) podsPerNode)));
        }
        if (links != null) {
            changes.add(new Change.Links(
                    Optional.ofNullable(of).map(workload -> Names.workload(workload, snapshot)), policy(links)));
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

    private static LinkPolicy policy(String text) {
        for (LinkPolicy policy : LinkPolicy.values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("`links` is '" + text + "', must be required, preferred or none");
    }
}
