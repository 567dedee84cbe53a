package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the links between Pods count for in the score, import by import. */
final class LinkAudit {
    private final Snapshot snapshot;
    private final Set<NodeName> nodes;
    private final WiringGraph wiring;
    private final Set<PodKey> toPlace;
    private final Whereabouts where;

    LinkAudit(ScoreAudit.Extent extent, WiringGraph wiring, Set<PodKey> toPlace, Whereabouts where) {
        this.snapshot = extent.snapshot();
        this.nodes = extent.nodes();
        this.wiring = wiring;
        this.toPlace = toPlace;
        this.where = where;
    }

    private boolean unserved(PodFacts consumer, PodWiring.Link link) {
        return !where.isAnyOn(link.provider().pods(), where.of(consumer));
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

    /** A link that Pods to place could serve, and the revisions that these are of. */
    private record Helped(Set<PodKey> providers, Set<String> revisions) {}

    /**
     * Imports of bound Pods without a provider on the node, where one of those to place could be it; one of another revision than
     * all of those counts for nothing.
     */
    long stranded() {
        long count = 0;
        for (WiringGraph.Alike alike : wiring.alike()) {
            List<Helped> helped = helped(alike.wiring());
            for (PodKey key : helped.isEmpty() ? Set.<PodKey>of() : alike.pods()) {
                PodFacts pod = snapshot.pod(key).orElseThrow();
                boolean stays =
                        !toPlace.contains(key) && pod.occupies() && !pod.state().terminating();
                if (stays && nodes.contains(where.of(pod))) {
                    count += helped.stream()
                            .filter(link -> lacksCurrent(where.of(pod), link))
                            .count();
                }
            }
        }
        return count;
    }

    private boolean lacksCurrent(NodeName node, Helped link) {
        return Stream.concat(where.boundOn(node).stream(), where.placedOn(node).stream())
                .noneMatch(pod ->
                        link.providers().contains(pod.key()) && link.revisions().contains(pod.revision()));
    }

    private List<Helped> helped(PodWiring consumer) {
        List<Helped> helped = new ArrayList<>();
        for (PodWiring.Link link : consumer.links()) {
            Set<PodKey> providers = link.provider().pods();
            boolean few = providers.size() < toPlace.size();
            Set<PodKey> fewer = few ? providers : toPlace;
            Set<PodKey> more = few ? toPlace : providers;
            Set<String> revisions = new HashSet<>();
            for (PodKey key : fewer) {
                if (more.contains(key)) {
                    snapshot.pod(key).ifPresent(pod -> revisions.add(pod.revision()));
                }
            }
            if (!revisions.isEmpty()) {
                helped.add(new Helped(providers, revisions));
            }
        }
        return helped;
    }

    /** For each pair of workloads of which one has Pods to place: its traffic times what is lost, in permille rounded up. */
    long lostAffinity() {
        Set<WorkloadRef> atHand = new HashSet<>();
        toPlace.forEach(key -> snapshot.pod(key).ifPresent(pod -> atHand.add(pod.workload())));
        long lost = 0;
        for (Map.Entry<List<WorkloadRef>, Long> edge : traffic().entrySet()) {
            WorkloadRef consumer = edge.getKey().getFirst();
            WorkloadRef provider = edge.getKey().getLast();
            if (atHand.contains(consumer) || atHand.contains(provider)) {
                List<PodFacts> providers = where.allOf(provider);
                lost += providers.isEmpty() ? 0 : lost(edge.getValue(), where.allOf(consumer), providers);
            }
        }
        return lost;
    }

    /** By what the busiest Pod of a consumer states. */
    private Map<List<WorkloadRef>, Long> traffic() {
        Map<List<WorkloadRef>, Long> traffic = new HashMap<>();
        for (WiringGraph.Alike alike : wiring.alike()) {
            List<PodWiring.Link> links = alike.wiring().links();
            if (links.isEmpty()) {
                continue;
            }
            for (PodKey key : alike.pods()) {
                PodFacts pod = snapshot.pod(key).orElseThrow();
                boolean counts =
                        toPlace.contains(key) || (pod.occupies() && !pod.state().terminating());
                if (!counts || pod.links().traffic().byPattern().isEmpty()) {
                    continue;
                }
                Map<List<WorkloadRef>, Long> own = new HashMap<>();
                for (PodWiring.Link link : links) {
                    Optional<Integer> stated =
                            pod.links().traffic().stated(link.provider().name());
                    if (stated.isPresent()) {
                        own.merge(List.of(pod.workload(), link.provider().workload()), (long) stated.get(), Long::sum);
                    }
                }
                own.forEach((edge, weight) -> traffic.merge(edge, weight, Math::max));
            }
        }
        return traffic;
    }

    /** Exact up to the end: of all pairs of a consumer and a provider, those that the lesser share on each node stands for. */
    private long lost(long traffic, List<PodFacts> consumers, List<PodFacts> providers) {
        Map<NodeName, Long> here = where.count(consumers);
        Map<NodeName, Long> there = where.count(providers);
        BigInteger pairs = BigInteger.valueOf(consumers.size()).multiply(BigInteger.valueOf(providers.size()));
        BigInteger gained = BigInteger.ZERO;
        for (Map.Entry<NodeName, Long> entry : here.entrySet()) {
            if (nodes.contains(entry.getKey())) {
                BigInteger calling = BigInteger.valueOf(entry.getValue() * providers.size());
                BigInteger called = BigInteger.valueOf(there.getOrDefault(entry.getKey(), 0L) * consumers.size());
                gained = gained.add(calling.min(called));
            }
        }
        BigInteger all = BigInteger.valueOf(1000 * traffic);
        return all.subtract(all.multiply(gained).divide(pairs)).longValueExact();
    }
}
