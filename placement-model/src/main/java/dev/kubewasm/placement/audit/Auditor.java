package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState.Phase;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recomputes from the facts whether a placement may be bound: every pending Pod has one outcome and nothing else has,
 * nodes take their Pods and have room for them, and the wiring of each placed Pod holds on its node. Plain loops,
 * nothing shared with what made the placement.
 */
public final class Auditor {
    private Auditor() {}

    /** Everything wrong with {@code result} as the placement of {@code pending} in {@code snapshot}; empty if nothing. */
    public static List<Violation> audit(Snapshot snapshot, Collection<PodKey> pending, PlacementResult result) {
        List<Violation> violations = new ArrayList<>();
        Set<PodKey> expected = new HashSet<>(pending);
        for (PodKey key : expected) {
            if (!result.outcomes().containsKey(key)) {
                violations.add(new Violation.NoOutcome(key));
            }
        }
        Map<PodKey, NodeName> nodeOf = new HashMap<>();
        for (PodFacts pod : snapshot.pods().values()) {
            boolean over = pod.state().phase() == Phase.SUCCEEDED || pod.state().phase() == Phase.FAILED;
            if (pod.state().node().isPresent() && !over) {
                nodeOf.put(pod.key(), pod.state().node().get());
            }
        }
        Map<PodFacts, PodOutcome.Placed> placed = new HashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            PodFacts pod = snapshot.pods().get(key);
            if (pod == null || !expected.contains(key) || pod.state().node().isPresent()) {
                violations.add(new Violation.NotPending(key));
            } else if (outcome instanceof PodOutcome.Placed place) {
                if (snapshot.nodes().containsKey(place.node())) {
                    placed.put(pod, place);
                    nodeOf.put(key, place.node());
                } else {
                    violations.add(new Violation.UnknownNode(key, place.node()));
                }
            }
        });
        violations.addAll(capacity(snapshot, placed, nodeOf));
        WiringAudit wiring = new WiringAudit(snapshot, nodeOf);
        placed.forEach((pod, place) -> {
            NodeFacts node = snapshot.node(place.node()).orElseThrow();
            NodeAudit.refusal(pod, node)
                    .ifPresent(why -> violations.add(new Violation.NodeRefuses(pod.key(), node.name(), why)));
            violations.addAll(wiring.audit(pod, node, place.wiring()));
        });
        return violations;
    }

    private static List<Violation> capacity(
            Snapshot snapshot, Map<PodFacts, PodOutcome.Placed> placed, Map<PodKey, NodeName> nodeOf) {
        Map<NodeName, Map<ResourceName, BigInteger>> taken = new HashMap<>();
        nodeOf.forEach((key, node) -> {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            Map<ResourceName, BigInteger> sums = taken.computeIfAbsent(node, n -> new HashMap<>());
            pod.requests()
                    .amounts()
                    .forEach((resource, amount) -> sums.merge(resource, BigInteger.valueOf(amount), BigInteger::add));
            sums.merge(ResourceName.PODS, BigInteger.ONE, BigInteger::add);
        });
        Set<Violation> violations = new HashSet<>();
        placed.forEach((pod, place) -> {
            NodeFacts node = snapshot.node(place.node()).orElseThrow();
            Set<ResourceName> asked = new HashSet<>(pod.requests().amounts().keySet());
            asked.add(ResourceName.PODS);
            for (ResourceName resource : asked) {
                long has = node.allocatable().amounts().getOrDefault(resource, 0L);
                BigInteger sum = taken.getOrDefault(node.name(), Map.of()).getOrDefault(resource, BigInteger.ZERO);
                if (sum.compareTo(BigInteger.valueOf(has)) > 0) {
                    long shown = sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
                    violations.add(new Violation.OverCapacity(node.name(), resource, shown, has));
                }
            }
        });
        return List.copyOf(violations);
    }
}
