package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.result.Score;
import dev.kubewasm.placement.wiring.WiringGraph;
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

/**
 * Recomputes the score of a placement, part by part, from the facts: what each constraint of {@code
 * docs/placement-constraints.md} says, in plain loops. Also of placements that no node would take.
 */
public final class ScoreAudit {
    private final Snapshot snapshot;
    private final Set<NodeName> nodes;
    private final List<PodFacts> placed = new ArrayList<>();
    private final List<PodFacts> unplaced = new ArrayList<>();
    private final Whereabouts where;
    private final SortedMap<String, Long> parts = new TreeMap<>();
    private final LinkAudit links;
    private final NodeLoad load;

    private ScoreAudit(Extent extent, WiringGraph wiring, Set<PodKey> toPlace, Map<PodKey, NodeName> placement) {
        this.snapshot = extent.snapshot();
        this.nodes = extent.nodes();
        for (PodKey key : toPlace) {
            snapshot.pod(key).ifPresent(pod -> (placement.containsKey(key) ? placed : unplaced).add(pod));
        }
        this.where = new Whereabouts(snapshot, toPlace, placement, extent.replicas());
        this.links = new LinkAudit(extent, wiring, toPlace, where);
        this.load = new NodeLoad(snapshot, placed, where);
    }

    /**
     * What a score is about.
     *
     * @param nodes those of the snapshot that were looked at: consumers wait, shares are gained and images are there on these
     *     alone
     * @param replicas the Pods of the snapshot
     */
    public record Extent(Snapshot snapshot, Set<NodeName> nodes, Replicas replicas) {
        /** All of a snapshot. */
        public static Extent of(Snapshot snapshot) {
            return new Extent(snapshot, snapshot.nodes().keySet(), Replicas.of(snapshot));
        }
    }

    /**
     * The score of a placement that all nodes were looked at for.
     *
     * @param wiring of the snapshot: which workload is to serve an import
     * @param toPlace the pending Pods that could be placed, others are left out of account; or the bound Pods that a
     *     rebalancing places anew
     * @param placement their nodes, all of the snapshot; those that are not there stay unplaced
     * @param weights of the soft constraints by name; others weigh 1
     */
    public static Score score(
            Snapshot snapshot,
            WiringGraph wiring,
            Set<PodKey> toPlace,
            Map<PodKey, NodeName> placement,
            Map<String, Long> weights) {
        return score(Extent.of(snapshot), wiring, toPlace, placement, weights);
    }

    /** The same where some nodes were looked at; {@code wiring} may be of those Pods alone that are linked to those to place. */
    public static Score score(
            Extent extent,
            WiringGraph wiring,
            Set<PodKey> toPlace,
            Map<PodKey, NodeName> placement,
            Map<String, Long> weights) {
        ScoreAudit audit = new ScoreAudit(extent, wiring, toPlace, placement);
        audit.add("nodeCapacity", audit.load.overflow());
        audit.add("requiredLink", audit.links.unservedRequired(audit.placed));
        long hard = audit.sum();
        audit.add("unplacedPod", audit.unplacedPods());
        long medium = audit.sum() - hard;
        audit.addSoft(weights);
        long soft = audit.sum() - hard - medium;
        return new Score(-hard, -medium, -soft, audit.parts);
    }

    private void addSoft(Map<String, Long> weights) {
        Map<String, Long> soft = new TreeMap<>();
        soft.put("preferredLink", links.unservedPreferred(placed));
        soft.put("strandedConsumer", links.stranded());
        soft.put("gainedAffinity", links.lostAffinity());
        soft.put("workloadSpread", spread(false));
        soft.put("zoneSpread", spread(true));
        soft.put("balance", load.imbalance());
        soft.put("nodeInUse", (long) load.opened().size());
        soft.put("nodeCost", load.opened().stream().mapToLong(NodeFacts::cost).sum());
        soft.put("disruption", placed.stream().filter(this::isMoved).count());
        Set<String> images = imagesOfNodes();
        for (PodFacts pod : placed) {
            NodeFacts node = node(pod);
            soft.merge("preferredNodeAffinity", NodeAudit.unmetPreferences(pod, node), Long::sum);
            soft.merge("discouragingTaint", NodeAudit.discouragements(pod, node), Long::sum);
            soft.merge("imageLocality", missingImages(pod, node, images), Long::sum);
        }
        soft.forEach((name, count) -> add(name, weights.getOrDefault(name, 1L) * count));
    }

    private void add(String constraint, long penalty) {
        if (penalty != 0) {
            parts.put(constraint, penalty);
        }
    }

    private long sum() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isMoved(PodFacts pod) {
        return pod.state().node().isPresent() && !pod.state().node().get().equals(where.of(pod));
    }

    private NodeFacts node(PodFacts pod) {
        return snapshot.node(where.of(pod)).orElseThrow();
    }

    /** A Pod weighs one more than all Pods of lower priorities, up to a limit. */
    private long unplacedPods() {
        Map<Integer, Long> count = new TreeMap<>();
        placed.forEach(pod -> count.merge(pod.priority(), 1L, Long::sum));
        unplaced.forEach(pod -> count.merge(pod.priority(), 1L, Long::sum));
        long limit = 1_000_000_000_000L;
        long lower = 0;
        long sum = 0;
        for (int priority : new TreeSet<>(count.keySet())) {
            long weight = Math.min(limit, lower + 1);
            sum += weight
                    * unplaced.stream()
                            .filter(pod -> pod.priority() == priority)
                            .count();
            lower = Math.min(limit, lower + weight * count.getOrDefault(priority, 0L));
        }
        return sum;
    }

    /** Those images of the placed Pods' containers that some node looked at has, found in one pass over these. */
    private Set<String> imagesOfNodes() {
        Set<String> asked = new HashSet<>();
        placed.forEach(pod -> pod.containers().forEach(container -> asked.add(container.image())));
        Set<String> there = new HashSet<>();
        for (NodeName name : nodes) {
            for (String image : snapshot.node(name).orElseThrow().images()) {
                if (asked.contains(image)) {
                    there.add(image);
                }
            }
        }
        return there;
    }

    /** Containers whose image some node has, and the Pod's own has not. */
    private static long missingImages(PodFacts pod, NodeFacts node, Set<String> images) {
        return pod.containers().stream()
                .map(ContainerFacts::image)
                .filter(image -> images.contains(image) && !node.images().contains(image))
                .count();
    }

    /** One workload in one place, a node or a zone. */
    private record Place(String name, WorkloadRef workload) {}

    /** Pairs of one workload in one place of which at least one Pod was placed now. */
    private long spread(boolean zones) {
        Set<WorkloadRef> workloads = new HashSet<>();
        placed.forEach(pod -> workloads.add(pod.workload()));
        Map<Place, Long> boundThere = new HashMap<>();
        for (WorkloadRef workload : workloads) {
            where.boundOf(workload)
                    .forEach(pod -> place(pod, zones).ifPresent(place -> boundThere.merge(place, 1L, Long::sum)));
        }
        Map<Place, Long> placedThere = new HashMap<>();
        placed.forEach(pod -> place(pod, zones).ifPresent(place -> placedThere.merge(place, 1L, Long::sum)));
        long pairs = 0;
        for (Map.Entry<Place, Long> entry : placedThere.entrySet()) {
            for (long i = 0; i < entry.getValue(); i++) {
                pairs += i + boundThere.getOrDefault(entry.getKey(), 0L);
            }
        }
        return pairs;
    }

    private Optional<Place> place(PodFacts pod, boolean zones) {
        NodeName name = where.of(pod);
        Optional<String> place = zones
                ? snapshot.node(name).map(node -> node.labels().get("topology.kubernetes.io/zone"))
                : Optional.of(name.value());
        return place.map(there -> new Place(there, pod.workload()));
    }
}
