package dev.kubewasm.placement.solver;

import dev.kubewasm.placement.facts.LinkPolicy;
import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.placement.filter.FreeTable;
import dev.kubewasm.placement.filter.NodeClasses;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.NodeIndex;
import dev.kubewasm.placement.filter.WorkloadSpread;
import dev.kubewasm.placement.filter.ZonePlaces;
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes worth looking at for a batch that is small beside the cluster. The solver then works as if there were no
 * others. For each link group (a consumer with all its providers) and each other Pod the nodes are ranked by what the
 * group would cost there; as many are kept as there are groups: were each alone on its node, an optimum would be among them.
 */
final class Shortlist {
    /** Up to so many nodes, or from so many Pods on, all nodes are looked at. */
    private static final int FEW_NODES = 200;

    private static final int MANY_PODS = 256;

    /** So many nodes of each group at least, and at most. */
    private static final int LEAST = 16;

    private static final int MOST = 64;

    private final NodeIndex index;
    private final WiringGraph wiring;
    private final ConstraintWeights weights;
    private final Attractions attractions;
    private final IdentityHashMap<ImportWiring.Provider, Provided> known = new IdentityHashMap<>();

    Shortlist(NodeIndex index, WiringGraph wiring, ConstraintWeights weights, Attractions attractions) {
        this.index = index;
        this.wiring = wiring;
        this.weights = weights;
        this.attractions = attractions;
    }

    /** Pods that go to one node together, if they go there alone. */
    private record Group(
            List<Waiting> members,
            Resources demand,
            BitSet allowed,
            BitSet requiredHosts,
            Map<BitSet, Long> preferredHosts) {
        /** Groups of the same are ranked alike. */
        private record Shape(
                List<WorkloadRef> workloads,
                Resources demand,
                BitSet allowed,
                BitSet hosts,
                Map<BitSet, Long> preferred) {}

        Shape shape() {
            return new Shape(
                    members.stream().map(member -> member.facts().workload()).toList(),
                    demand,
                    allowed,
                    requiredHosts,
                    preferredHosts);
        }
    }

    BitSet of(List<PodFacts> pods, List<NodeClasses.Verdict> verdicts) {
        BitSet listed = new BitSet();
        if (index.nodes().size() <= FEW_NODES || pods.size() > MANY_PODS) {
            listed.set(0, index.nodes().size());
            return listed;
        }
        Map<PodKey, Waiting> pending = new LinkedHashMap<>();
        for (int i = 0; i < pods.size(); i++) {
            pending.put(
                    pods.get(i).key(), new Waiting(pods.get(i), verdicts.get(i).allowed()));
        }
        Map<Group.Shape, Group> groups = new LinkedHashMap<>();
        Set<PodKey> covered = new HashSet<>();
        Set<PodKey> provided = new HashSet<>();
        for (PodFacts pod : pods) {
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                if (link.provider().policy() == LinkPolicy.REQUIRED) {
                    provided.addAll(link.provider().pods());
                }
            }
        }
        for (boolean consumers : new boolean[] {true, false}) {
            for (Waiting pod : pending.values()) {
                PodKey key = pod.facts().key();
                // First those that nobody needs, then the replicas of providers that none of them has taken.
                if (consumers ? !provided.contains(key) : !covered.contains(key)) {
                    Group group = group(pod, pending, covered);
                    groups.putIfAbsent(group.shape(), group);
                }
            }
        }
        int each = Math.clamp(groups.size(), LEAST, MOST);
        Costs costs = new Costs(pods, each, listed);
        groups.values().forEach(costs::add);
        return listed;
    }

    /** A pending Pod and the nodes that take it. */
    private record Waiting(PodFacts facts, BitSet allowed) {}

    /**
     * The Pods of a provider.
     *
     * @param hosts places of the nodes on which some take room
     * @param waiting those that are pending
     */
    private record Provided(BitSet hosts, List<Waiting> waiting) {}

    private Provided provided(ImportWiring.Provider provider, Map<PodKey, Waiting> pending) {
        return known.computeIfAbsent(provider, _ -> {
            Provided provided = new Provided(new BitSet(), new ArrayList<>());
            for (PodKey pod : provider.pods()) {
                @Nullable Waiting waiting = pending.get(pod);
                int host = waiting == null ? index.indexOf(pod) : -1;
                if (waiting != null) {
                    provided.waiting().add(waiting);
                } else if (host >= 0) {
                    provided.hosts().set(host);
                }
            }
            return provided;
        });
    }

    private Group group(Waiting root, Map<PodKey, Waiting> pending, Set<PodKey> covered) {
        Resources demand = Resources.NONE;
        BitSet allowed = (BitSet) root.allowed().clone();
        BitSet requiredHosts = new BitSet();
        Map<BitSet, Long> preferredHosts = new HashMap<>();
        Set<PodKey> members = new HashSet<>();
        List<Waiting> together = new ArrayList<>();
        Deque<Waiting> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Waiting waiting = open.remove();
            PodFacts pod = waiting.facts();
            if (!members.add(pod.key())) {
                continue;
            }
            covered.add(pod.key());
            together.add(waiting);
            demand = demand.plus(pod.demand());
            allowed.and(waiting.allowed());
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                boolean required = link.provider().policy() == LinkPolicy.REQUIRED;
                @Nullable Waiting next = null;
                boolean there = false;
                Provided provided = provided(link.provider(), pending);
                if (required) {
                    requiredHosts.or(provided.hosts());
                } else if (!provided.hosts().isEmpty()) {
                    long traffic = pod.links().traffic().of(link.provider().name());
                    preferredHosts.merge(provided.hosts(), traffic, Long::sum);
                }
                for (Waiting candidate : provided.waiting()) {
                    there |= members.contains(candidate.facts().key());
                    if (next == null || covered.contains(next.facts().key())) {
                        next = candidate;
                    }
                }
                if (required && !there && next != null) {
                    open.add(next);
                }
            }
        }
        return new Group(together, demand, allowed, requiredHosts, preferredHosts);
    }

    /** A node and what a group costs there; the dearest comes first. */
    private record Ranked(int node, double cost) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int byCost = Double.compare(other.cost, cost);
            return byCost != 0 ? byCost : Integer.compare(other.node, node);
        }
    }

    /** What a group costs on each node, and which of them are listed for it. */
    private final class Costs {
        private final long balance = weights.of(SoftConstraint.BALANCE);
        private final long opening = weights.of(SoftConstraint.NODE_IN_USE);
        private final long costing = weights.of(SoftConstraint.NODE_COST);
        private final long image = weights.of(SoftConstraint.IMAGE_LOCALITY);
        private final long onNode = weights.of(SoftConstraint.WORKLOAD_SPREAD);
        private final long inZone = weights.of(SoftConstraint.ZONE_SPREAD);
        private final long linked = weights.of(SoftConstraint.PREFERRED_LINK);
        private final boolean discouraging = index.anyDiscouraging();
        private final ZonePlaces zones = index.zones();
        private final Map<WorkloadRef, Attractions.Gains> gains;
        private final Map<WorkloadRef, Integer> waiting = new HashMap<>();
        private final int each;
        private final BitSet listed;

        /** What some Pods cost on each node beside what all Pods do, and in each zone. */
        private final double[] extra = new double[index.nodes().size()];

        private final double[] zonal = new double[zones.names().size()];

        Costs(List<PodFacts> pods, int each, BitSet listed) {
            this.gains = attractions.of(pods);
            this.each = each;
            this.listed = listed;
            pods.forEach(pod -> waiting.merge(pod.workload(), 1, Integer::sum));
        }

        void add(Group group) {
            Waiting root = group.members().getFirst();
            weigh(group.members(), group.preferredHosts());
            rank(group.members(), group.demand(), group.allowed());
            weigh(List.of(root), group.preferredHosts());
            Resources alone = root.facts().demand();
            rank(List.of(root), alone, group.requiredHosts());
            group.preferredHosts().keySet().forEach(hosts -> rank(List.of(root), alone, hosts));
            if (group.members().size() > 1) {
                // Who is drawn somewhere may go there without the others.
                group.members().forEach(this::addDrawn);
            }
        }

        private void addDrawn(Waiting member) {
            Attractions.@Nullable Gains drawn = gains.get(member.facts().workload());
            if (drawn != null) {
                BitSet among = (BitSet) drawn.places().clone();
                among.and(member.allowed());
                weigh(List.of(member), Map.of());
                rank(List.of(member), member.facts().demand(), among);
            }
        }

        private void weigh(List<Waiting> members, Map<BitSet, Long> preferredHosts) {
            Arrays.fill(extra, 0);
            Arrays.fill(zonal, 0);
            preferredHosts.forEach((hosts, traffic) -> add(hosts, (double) (-linked * traffic)));
            for (Waiting member : members) {
                PodFacts pod = member.facts();
                WorkloadSpread replicas = index.replicas(pod.workload());
                replicas.places().stream()
                        .forEach(n -> extra[n] +=
                                onNode * replicas.on(index.nodes().get(n).name()));
                for (int zone = 0; zone < zonal.length; zone++) {
                    zonal[zone] +=
                            inZone * replicas.zones().getOrDefault(zones.names().get(zone), 0);
                }
                pod.containers().forEach(container -> add(index.withImage(container.image()), (double) -image));
                Attractions.@Nullable Gains drawn = gains.get(pod.workload());
                if (drawn != null) {
                    drawn.places().stream().forEach(n -> extra[n] -= drawn.at(n));
                }
            }
        }

        private void add(BitSet places, double cost) {
            for (int n = places.nextSetBit(0); n >= 0; n = places.nextSetBit(n + 1)) {
                extra[n] += cost;
            }
        }

        /**
         * Lists those of {@code among} with room for {@code demand} that cost least, and of each zone the cheapest where the
         * Pods are not the only ones of their workloads.
         */
        private void rank(List<Waiting> members, Resources demand, BitSet among) {
            boolean picky = discouraging
                    || members.stream()
                            .anyMatch(member ->
                                    !member.facts().nodes().preferred().isEmpty());
            @Nullable Ranked[] ofZone = new @Nullable Ranked[spread(members) ? zonal.length : 0];
            FreeTable.Asked asked = index.free().ask(demand);
            PriorityQueue<Ranked> best = new PriorityQueue<>(each + 1);
            double worst = Double.POSITIVE_INFINITY;
            for (int n = among.nextSetBit(0); n >= 0; n = among.nextSetBit(n + 1)) {
                if (!asked.fits(n)) {
                    continue;
                }
                int zone = zones.of(n);
                double cost = balance * asked.imbalance(n) + extra[n] + (zone < 0 ? 0 : zonal[zone]);
                if (index.vacant(n)) {
                    cost += opening + costing * index.nodes().get(n).cost();
                }
                if (picky) {
                    cost += preferences(members, index.nodes().get(n));
                }
                if (cost < worst || best.size() < each) {
                    best.add(new Ranked(n, cost));
                    if (best.size() > each) {
                        best.remove();
                    }
                    worst = best.size() < each ? worst : best.element().cost();
                }
                if (zone >= 0 && zone < ofZone.length) {
                    @Nullable Ranked cheapest = ofZone[zone];
                    if (cheapest == null || cost < cheapest.cost()) {
                        ofZone[zone] = new Ranked(n, cost);
                    }
                }
            }
            best.forEach(ranked -> listed.set(ranked.node()));
            Arrays.stream(ofZone)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.reverseOrder())
                    .limit(each)
                    .forEach(ranked -> listed.set(ranked.node()));
        }

        /** Whether one of some Pods has others of its workload beside it, so that zones matter. */
        private boolean spread(List<Waiting> members) {
            return inZone > 0
                    && zones.names().size() > 1
                    && members.stream()
                            .map(member -> member.facts().workload())
                            .anyMatch(workload -> waiting.getOrDefault(workload, 0)
                                            + index.replicas(workload).pods()
                                    > 1);
        }

        private double preferences(List<Waiting> members, NodeFacts node) {
            double cost = 0;
            for (Waiting member : members) {
                PodFacts pod = member.facts();
                cost += weights.of(SoftConstraint.PREFERRED_NODE_AFFINITY)
                                * NodeFilter.unmetPreferences(pod.nodes(), node)
                        + weights.of(SoftConstraint.DISCOURAGING_TAINT)
                                * NodeFilter.discouragingTaints(pod.tolerations(), node);
            }
            return cost;
        }
    }
}
