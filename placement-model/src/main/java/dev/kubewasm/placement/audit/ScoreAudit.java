package dev.kubewasm.placement.audit;

import dev.kubewasm.placement.facts.ContainerFacts;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.PodState.Phase;
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
    private final List<PodFacts> bound = new ArrayList<>();
    private final List<PodFacts> placed = new ArrayList<>();
    private final List<PodFacts> unplaced = new ArrayList<>();
    private final Set<PodKey> toPlace;
    private final Whereabouts where;
    private final SortedMap<String, Long> parts = new TreeMap<>();
    private final LinkAudit links;
    private final NodeLoad load;

    private ScoreAudit(Snapshot snapshot, WiringGraph wiring, Set<PodKey> toPlace, Map<PodKey, NodeName> placement) {
        this.snapshot = snapshot;
        this.toPlace = toPlace;
        Map<PodKey, NodeName> nodeOf = new HashMap<>(placement);
        for (PodFacts pod : snapshot.pods().values()) {
            boolean over = pod.state().phase() == Phase.SUCCEEDED || pod.state().phase() == Phase.FAILED;
            if (toPlace.contains(pod.key())) {
                (placement.containsKey(pod.key()) ? placed : unplaced).add(pod);
            } else if (pod.state().node().isPresent() && !over) {
                bound.add(pod);
                nodeOf.put(pod.key(), pod.state().node().get());
            }
        }
        this.where = new Whereabouts(nodeOf);
        this.links = new LinkAudit(snapshot, wiring, toPlace, where);
        this.load = new NodeLoad(snapshot, bound, placed, where);
    }

    /**
     * The score of a placement.
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
        ScoreAudit audit = new ScoreAudit(snapshot, wiring, toPlace, placement);
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
        soft.put("strandedConsumer", links.stranded(bound));
        soft.put("gainedAffinity", links.lostAffinity(bound, placed, unplaced));
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

    /** Those images of the placed Pods' containers that some node has, found in one pass over the nodes. */
    private Set<String> imagesOfNodes() {
        Set<String> asked = new HashSet<>();
        placed.forEach(pod -> pod.containers().forEach(container -> asked.add(container.image())));
        Set<String> there = new HashSet<>();
        for (NodeFacts node : snapshot.nodes().values()) {
            for (String image : node.images()) {
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

    /** Pairs of one workload in one place, a node or a zone, of which at least one Pod was placed now. */
    private long spread(boolean zones) {
        record Place(String name, WorkloadRef workload) {}
        Map<Place, Long> placedThere = new HashMap<>();
        Map<Place, Long> boundThere = new HashMap<>();
        List<PodFacts> all = new ArrayList<>(placed);
        bound.stream().filter(pod -> !pod.state().terminating()).forEach(all::add);
        for (PodFacts pod : all) {
            NodeName name = where.of(pod);
            Optional<String> place = zones
                    ? snapshot.node(name).map(node -> node.labels().get("topology.kubernetes.io/zone"))
                    : Optional.of(name.value());
            if (place.isPresent()) {
                boolean now = toPlace.contains(pod.key());
                (now ? placedThere : boundThere).merge(new Place(place.get(), pod.workload()), 1L, Long::sum);
            }
        }
        long pairs = 0;
        for (Map.Entry<Place, Long> entry : placedThere.entrySet()) {
            for (long i = 0; i < entry.getValue(); i++) {
                pairs += i + boundThere.getOrDefault(entry.getKey(), 0L);
            }
        }
        return pairs;
    }
}
