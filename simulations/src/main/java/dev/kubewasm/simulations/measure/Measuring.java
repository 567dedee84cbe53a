package dev.kubewasm.simulations.measure;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.Wirer;
import dev.kubewasm.placement.wiring.WiringGraph;
import dev.kubewasm.simulations.situation.Situation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Measures a situation as it stands. */
public final class Measuring {
    private final Situation situation;
    private final Snapshot snapshot;
    private final WiringGraph wiring;

    /** Measures {@code situation}. */
    public Measuring(Situation situation) {
        this.situation = situation;
        this.snapshot = situation.snapshot();
        this.wiring = Wirer.wire(snapshot);
    }

    /**
     * The measures.
     *
     * @param placed Pods that got a node
     * @param preempted Pods that left theirs for others
     * @param latency what a call is taken to cost
     */
    public Measures measures(long placed, long preempted, LinkLatency latency) {
        Map<PodKey, NodeName> where = where();
        Set<NodeName> used = new HashSet<>(where.values());
        Links links = links(where);
        Fragmentation fragmentation = new Fragmentation(snapshot, used);
        return new Measures(
                placed,
                situation.pending().size() + situation.refused().size(),
                preempted,
                used.size(),
                cost(used),
                share(where, used, ResourceName.CPU),
                share(where, used, ResourceName.MEMORY),
                fragmentation.of(ResourceName.CPU),
                fragmentation.of(ResourceName.MEMORY),
                links.all,
                links.inProcess,
                links.crossNode,
                links.crossZone,
                links.unserved,
                links.localShare(),
                new GainedAffinity(snapshot, wiring).of(where),
                new CallChains(snapshot, wiring, latency, where).meanMicros());
    }

    /** Nodes with Pods. */
    public long nodes() {
        return used().size();
    }

    /** What these nodes cost. */
    public long cost() {
        return cost(used());
    }

    /** The traffic over links that stays in process, as weights. */
    public long inProcessTraffic() {
        return links(where()).localTraffic;
    }

    private Set<NodeName> used() {
        return new HashSet<>(where().values());
    }

    private long cost(Set<NodeName> used) {
        return used.stream()
                .flatMap(node -> snapshot.node(node).stream())
                .mapToLong(NodeFacts::cost)
                .sum();
    }

    /** The share of the links' traffic that stays in process, 0 to 1; 1 without links. */
    public double localTraffic() {
        return links(where()).localShare();
    }

    private Map<PodKey, NodeName> where() {
        Map<PodKey, NodeName> where = new HashMap<>();
        snapshot.pods().values().stream()
                .filter(pod -> pod.occupies() && snapshot.node(pod.boundTo()).isPresent())
                .forEach(pod -> where.put(pod.key(), pod.boundTo()));
        return where;
    }

    private Links links(Map<PodKey, NodeName> where) {
        Links links = new Links();
        Replicas replicas = new Replicas(snapshot, where);
        where.forEach((key, node) -> snapshot.pod(key)
                .ifPresent(pod -> wiring.of(key).links().forEach(link -> links.count(pod, node, link, replicas))));
        return links;
    }

    private double share(Map<PodKey, NodeName> where, Set<NodeName> used, ResourceName resource) {
        double requested = where.keySet().stream()
                .flatMap(key -> snapshot.pod(key).stream())
                .mapToDouble(pod -> pod.requests().get(resource))
                .sum();
        double all = used.stream()
                .flatMap(node -> snapshot.node(node).stream())
                .mapToDouble(node -> node.allocatable().get(resource))
                .sum();
        return all == 0 ? 0 : requested / all;
    }

    private static final class Links {
        private long all;
        private long inProcess;
        private long crossNode;
        private long crossZone;
        private long unserved;
        private long traffic;
        private long localTraffic;

        double localShare() {
            return traffic == 0 ? 1 : (double) localTraffic / traffic;
        }

        void count(PodFacts consumer, NodeName node, PodWiring.Link link, Replicas replicas) {
            long weight = consumer.links().traffic().of(link.provider().name());
            all++;
            traffic += weight;
            Optional<Replicas.Nearest> nearest = replicas.nearest(link.provider(), node);
            if (nearest.isEmpty()) {
                unserved++;
                return;
            }
            switch (nearest.get().distance()) {
                case NODE -> {
                    inProcess++;
                    localTraffic += weight;
                }
                case ZONE -> crossNode++;
                case BEYOND -> crossZone++;
            }
        }
    }
}
