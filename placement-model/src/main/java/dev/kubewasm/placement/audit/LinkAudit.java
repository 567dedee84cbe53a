package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the links between Pods count for in the score, import by import. */
final class LinkAudit {
    private final Snapshot snapshot;
    private final WiringGraph wiring;
    private final Set<PodKey> toPlace;
    private final Whereabouts where;

    LinkAudit(Snapshot snapshot, WiringGraph wiring, Set<PodKey> toPlace, Whereabouts where) {
        this.snapshot = snapshot;
        this.wiring = wiring;
        this.toPlace = toPlace;
        this.where = where;
    }

    private boolean unserved(PodFacts consumer, PodWiring.Link link) {
        NodeName node = where.of(consumer);
        return link.provider().pods().stream().noneMatch(pod -> where.isOn(pod, node));
    }

    /** Required imports without a provider on the node. */
    long unservedRequired(List<PodFacts> placed) {
        long count = 0;
        for (PodFacts pod : placed) {
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                if (link.provider().policy() == LinkPolicy.REQUIRED && unserved(pod, link)) {
                    count++;
                }
            }
        }
        return count;
    }

    /** Preferred imports without a provider on the node, by their traffic. */
    long unservedPreferred(List<PodFacts> placed) {
        long traffic = 0;
        for (PodFacts pod : placed) {
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                if (link.provider().policy() == LinkPolicy.PREFERRED && unserved(pod, link)) {
                    traffic += pod.links().traffic().of(link.provider().name());
                }
            }
        }
        return traffic;
    }

    /**
     * Imports of bound Pods without a provider on the node, where one of those to place could be it; one of another revision than
     * all of those counts for nothing.
     */
    long stranded(List<PodFacts> bound) {
        long count = 0;
        // Pods of one template share their wiring.
        IdentityHashMap<PodWiring, List<PodWiring.Link>> helped = new IdentityHashMap<>();
        for (PodFacts pod : bound) {
            if (pod.state().terminating() || !snapshot.nodes().containsKey(where.of(pod))) {
                continue;
            }
            for (PodWiring.Link link : helped.computeIfAbsent(wiring.of(pod.key()), this::helped)) {
                count += lacksCurrent(pod, link) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean lacksCurrent(PodFacts consumer, PodWiring.Link link) {
        NodeName node = where.of(consumer);
        return link.provider().pods().stream()
                .filter(pod -> where.isOn(pod, node))
                .noneMatch(pod -> link.provider().pods().stream()
                        .filter(toPlace::contains)
                        .anyMatch(placed -> revision(placed).equals(revision(pod))));
    }

    private String revision(PodKey pod) {
        return snapshot.pod(pod).map(PodFacts::revision).orElse("");
    }

    private List<PodWiring.Link> helped(PodWiring consumer) {
        return consumer.links().stream()
                .filter(link -> link.provider().pods().stream().anyMatch(toPlace::contains))
                .toList();
    }

    /** For each pair of workloads of which one has Pods to place: its traffic times what is lost, in permille. */
    long lostAffinity(List<PodFacts> bound, List<PodFacts> placed, List<PodFacts> unplaced) {
        List<PodFacts> all = new ArrayList<>(placed);
        all.addAll(unplaced);
        bound.stream().filter(pod -> !pod.state().terminating()).forEach(all::add);
        Map<List<WorkloadRef>, Long> traffic = traffic(all);
        if (traffic.isEmpty()) {
            return 0;
        }
        Map<WorkloadRef, List<PodFacts>> replicas = new HashMap<>();
        Set<WorkloadRef> atHand = new HashSet<>();
        for (PodFacts pod : all) {
            replicas.computeIfAbsent(pod.workload(), w -> new ArrayList<>()).add(pod);
            if (toPlace.contains(pod.key())) {
                atHand.add(pod.workload());
            }
        }
        long lost = 0;
        for (Map.Entry<List<WorkloadRef>, Long> edge : traffic.entrySet()) {
            WorkloadRef consumer = edge.getKey().getFirst();
            WorkloadRef provider = edge.getKey().getLast();
            if ((atHand.contains(consumer) || atHand.contains(provider)) && replicas.containsKey(provider)) {
                lost += edge.getValue()
                        * (1000
                                - gained(
                                        replicas.getOrDefault(consumer, List.of()),
                                        replicas.getOrDefault(provider, List.of())));
            }
        }
        return lost;
    }

    private Map<List<WorkloadRef>, Long> traffic(List<PodFacts> pods) {
        Map<List<WorkloadRef>, Long> traffic = new HashMap<>();
        for (PodFacts pod : pods) {
            if (pod.links().traffic().byPattern().isEmpty()) {
                continue;
            }
            Map<List<WorkloadRef>, Long> own = new HashMap<>();
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                Optional<Integer> stated =
                        pod.links().traffic().stated(link.provider().name());
                if (stated.isPresent()) {
                    own.merge(List.of(pod.workload(), link.provider().workload()), (long) stated.get(), Long::sum);
                }
            }
            own.forEach((edge, weight) -> traffic.merge(edge, weight, Math::max));
        }
        return traffic;
    }

    private long gained(List<PodFacts> consumers, List<PodFacts> providers) {
        Map<NodeName, Long> here = count(consumers);
        Map<NodeName, Long> there = count(providers);
        long all = (long) consumers.size() * providers.size();
        long gained = 0;
        for (NodeName node : here.keySet()) {
            gained += Math.min(
                    1000 * here.getOrDefault(node, 0L) * providers.size() / all,
                    1000 * there.getOrDefault(node, 0L) * consumers.size() / all);
        }
        return gained;
    }

    /** How many are on each node of the snapshot: nothing is gained on one that is gone. */
    private Map<NodeName, Long> count(List<PodFacts> pods) {
        Map<NodeName, Long> count = new HashMap<>();
        for (PodFacts pod : pods) {
            if (where.nodes().containsKey(pod.key()) && snapshot.nodes().containsKey(where.of(pod))) {
                count.merge(where.of(pod), 1L, Long::sum);
            }
        }
        return count;
    }
}
