package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.result.PlacementResult;
import dev.kubewasm.placement.result.PodOutcome;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Recomputes from the facts whether a placement may be bound: every pending Pod has one outcome and nothing else has,
 * nodes take their Pods and have room for them, and the wiring of each placed Pod holds on its node. Plain loops over
 * what was decided and the nodes it touches, nothing shared with what made the placement.
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
        Map<PodKey, PodOutcome.Placed> placed = new LinkedHashMap<>();
        result.outcomes().forEach((key, outcome) -> {
            PodFacts pod = snapshot.pods().get(key);
            if (pod == null || !expected.contains(key) || pod.state().node().isPresent()) {
                violations.add(new Violation.NotPending(key));
            } else if (outcome instanceof PodOutcome.Placed place) {
                if (snapshot.nodes().containsKey(place.node())) {
                    placed.put(key, place);
                    nodeOf.put(key, place.node());
                } else {
                    violations.add(new Violation.UnknownNode(key, place.node()));
                }
            }
        });
        violations.addAll(capacity(snapshot, placed));
        WiringAudit wiring = new WiringAudit(snapshot, nodeOf);
        placed.forEach((key, place) -> {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            NodeFacts node = snapshot.node(place.node()).orElseThrow();
            NodeAudit.refusal(pod, node)
                    .ifPresent(why -> violations.add(new Violation.NodeRefuses(pod.key(), node.name(), why)));
            violations.addAll(wiring.audit(pod, node, place.wiring()));
        });
        return violations;
    }

    /** Adds up every node that a Pod was placed on: the Pods that were there and those that come. */
    private static List<Violation> capacity(Snapshot snapshot, Map<PodKey, PodOutcome.Placed> placed) {
        Map<NodeName, Map<ResourceName, BigInteger>> taken = new HashMap<>();
        Map<NodeName, Set<ResourceName>> asked = new LinkedHashMap<>();
        placed.forEach((key, place) -> {
            PodFacts pod = snapshot.pod(key).orElseThrow();
            Map<ResourceName, BigInteger> sums = taken.computeIfAbsent(place.node(), node -> {
                Map<ResourceName, BigInteger> there = new HashMap<>();
                snapshot.podsOn(node).forEach(bound -> add(bound, there));
                return there;
            });
            add(pod, sums);
            Set<ResourceName> resources = asked.computeIfAbsent(place.node(), node -> new TreeSet<>());
            resources.addAll(pod.requests().amounts().keySet());
            resources.add(ResourceName.PODS);
        });
        List<Violation> violations = new ArrayList<>();
        asked.forEach((name, resources) -> {
            NodeFacts node = snapshot.node(name).orElseThrow();
            for (ResourceName resource : resources) {
                long has = node.allocatable().amounts().getOrDefault(resource, 0L);
                BigInteger sum = taken.getOrDefault(name, Map.of()).getOrDefault(resource, BigInteger.ZERO);
                if (sum.compareTo(BigInteger.valueOf(has)) > 0) {
                    long shown = sum.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
                    violations.add(new Violation.OverCapacity(name, resource, shown, has));
                }
            }
        });
        return violations;
    }

    private static void add(PodFacts pod, Map<ResourceName, BigInteger> sums) {
        pod.requests()
                .amounts()
                .forEach((resource, amount) -> sums.merge(resource, BigInteger.valueOf(amount), BigInteger::add));
        sums.merge(ResourceName.PODS, BigInteger.ONE, BigInteger::add);
    }
}
