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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
     * @param homes where Pods were before
     * @param costs what calls are taken to be
     */
    public Measures measures(long placed, long preempted, Map<PodKey, NodeName> homes, CallCosts costs) {
        Map<PodKey, NodeName> where = where();
        Set<NodeName> used = new HashSet<>(where.values());
        return new Measures(
                new PodCounts(
                        placed,
                        situation.pending().size() + situation.refused().size(),
                        preempted,
                        moved(where, homes)),
                used.size(),
                cost(used),
                resources(where, used),
                totals(where, costs.sizes()),
                new GainedAffinity(snapshot, wiring).of(where),
                new CallChains(snapshot, wiring, costs.latency(), where).meanMicros());
    }

    private static long moved(Map<PodKey, NodeName> where, Map<PodKey, NodeName> homes) {
        return homes.entrySet().stream()
                .filter(home -> {
                    NodeName now = where.get(home.getKey());
                    return now != null && !now.equals(home.getValue());
                })
                .count();
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
        return totals(where(), CallSizes.DEFAULT).of(CallClass.IN_PROCESS).calls();
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
        return totals(where(), CallSizes.DEFAULT).localTraffic();
    }

    /** The links of Pods that have a node. */
    public List<PlacedLink> links() {
        Map<PodKey, NodeName> where = where();
        List<PlacedLink> links = new ArrayList<>();
        eachLink(
                where,
                (consumer, link, nearest) -> links.add(new PlacedLink(
                        consumer.key(),
                        nearest.map(Replicas.Nearest::replica),
                        reach(nearest),
                        consumer.links().traffic().of(link.provider().name()))));
        return links;
    }

    /** Where each Pod is that has a node. */
    public Map<PodKey, NodeName> where() {
        Map<PodKey, NodeName> where = new HashMap<>();
        snapshot.pods().values().stream()
                .filter(pod -> pod.occupies() && snapshot.node(pod.boundTo()).isPresent())
                .forEach(pod -> where.put(pod.key(), pod.boundTo()));
        return where;
    }

    private LinkTotals totals(Map<PodKey, NodeName> where, CallSizes sizes) {
        LinkTotals.Sum sum = new LinkTotals.Sum();
        eachLink(where, (consumer, link, nearest) -> {
            long calls = consumer.links().traffic().of(link.provider().name());
            sum.add(reach(nearest), calls, calls * sizes.of(link.provider().name()));
        });
        return sum.total();
    }

    private static CallClass reach(Optional<Replicas.Nearest> nearest) {
        return nearest.map(Replicas.Nearest::reach).orElse(CallClass.UNSERVED);
    }

    private interface LinkVisitor {
        void visit(PodFacts consumer, PodWiring.Link link, Optional<Replicas.Nearest> nearest);
    }

    private void eachLink(Map<PodKey, NodeName> where, LinkVisitor visitor) {
        Replicas replicas = new Replicas(snapshot, where);
        where.forEach((key, node) -> snapshot.pod(key).ifPresent(pod -> wiring.of(key)
                .links()
                .forEach(link -> visitor.visit(pod, link, replicas.nearest(link.provider(), node)))));
    }

    /** Of all that Pods request, and CPU and memory in any case. */
    private SortedMap<ResourceName, ResourceUse> resources(Map<PodKey, NodeName> where, Set<NodeName> used) {
        TreeSet<ResourceName> names = new TreeSet<>(Set.of(ResourceName.CPU, ResourceName.MEMORY));
        for (PodFacts pod : snapshot.pods().values()) {
            if (!pod.state().finished()) {
                names.addAll(pod.requests().amounts().keySet());
            }
        }
        names.remove(ResourceName.PODS);
        Fragmentation fragmentation = new Fragmentation(snapshot, used);
        SortedMap<ResourceName, ResourceUse> resources = new TreeMap<>();
        names.forEach(name -> resources.put(name, new ResourceUse(share(where, used, name), fragmentation.of(name))));
        return resources;
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
}
