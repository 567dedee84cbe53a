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
import dev.kubewasm.placement.wiring.ImportWiring;
import dev.kubewasm.placement.wiring.PodWiring;
import dev.kubewasm.placement.wiring.WiringGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private final IdentityHashMap<ImportWiring.Provider, Provided> known = new IdentityHashMap<>();

    Shortlist(NodeIndex index, WiringGraph wiring, ConstraintWeights weights) {
        this.index = index;
        this.wiring = wiring;
        this.weights = weights;
    }

    /** Pods that go to one node together, if they go there alone. */
    private record Group(PodFacts root, Resources demand, BitSet allowed, BitSet requiredHosts, BitSet preferredHosts) {
        /** Groups of the same are ranked alike. */
        private record Shape(WorkloadRef workload, Resources demand, BitSet allowed, BitSet hosts, BitSet preferred) {}

        Shape shape() {
            return new Shape(root.workload(), demand, allowed, requiredHosts, preferredHosts);
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
        Costs costs = new Costs();
        groups.values().forEach(group -> costs.add(group, each, listed));
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
        BitSet preferredHosts = new BitSet();
        Set<PodKey> members = new LinkedHashSet<>();
        Deque<Waiting> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Waiting waiting = open.remove();
            PodFacts pod = waiting.facts();
            if (!members.add(pod.key())) {
                continue;
            }
            covered.add(pod.key());
            demand = demand.plus(pod.demand());
            allowed.and(waiting.allowed());
            for (PodWiring.Link link : wiring.of(pod.key()).links()) {
                boolean required = link.provider().policy() == LinkPolicy.REQUIRED;
                @Nullable Waiting next = null;
                boolean there = false;
                Provided provided = provided(link.provider(), pending);
                (required ? requiredHosts : preferredHosts).or(provided.hosts());
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
        return new Group(root.facts(), demand, allowed, requiredHosts, preferredHosts);
    }

    /** A node and what a group costs there; the dearest comes first. */
    private record Ranked(int node, double cost) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            int byCost = Double.compare(other.cost, cost);
            return byCost != 0 ? byCost : Integer.compare(other.node, node);
        }
    }

    /** What a group costs on each node. */
    private final class Costs {
        private final long balance = weights.of(SoftConstraint.BALANCE);
        private final long opening = weights.of(SoftConstraint.NODE_IN_USE);
        private final long costing = weights.of(SoftConstraint.NODE_COST);
        private final boolean discouraging = index.anyDiscouraging();

        void add(Group group, int each, BitSet listed) {
            rank(group, group.demand(), group.allowed(), each, listed);
            Resources alone = group.root().demand();
            rank(group, alone, group.requiredHosts(), each, listed);
            rank(group, alone, group.preferredHosts(), each, listed);
        }

        /** Lists those of {@code among} with room for {@code demand} that cost least. */
        private void rank(Group group, Resources demand, BitSet among, int each, BitSet listed) {
            PodFacts root = group.root();
            boolean picky = discouraging || !root.nodes().preferred().isEmpty();
            FreeTable.Asked asked = index.free().ask(demand);
            BitSet replicas = index.replicas(root.workload()).places();
            PriorityQueue<Ranked> best = new PriorityQueue<>(each + 1);
            double worst = Double.POSITIVE_INFINITY;
            for (int n = among.nextSetBit(0); n >= 0; n = among.nextSetBit(n + 1)) {
                if (!asked.fits(n)) {
                    continue;
                }
                double cost = balance * asked.imbalance(n);
                if (index.vacant(n)) {
                    cost += opening + costing * index.nodes().get(n).cost();
                }
                if (picky) {
                    cost += preferences(root, index.nodes().get(n));
                }
                if (replicas.get(n)) {
                    cost += spread(root, index.nodes().get(n));
                }
                if (cost < worst || best.size() < each) {
                    best.add(new Ranked(n, cost));
                    if (best.size() > each) {
                        best.remove();
                    }
                    worst = best.size() < each ? worst : best.element().cost();
                }
            }
            best.forEach(ranked -> listed.set(ranked.node()));
        }

        private double preferences(PodFacts pod, NodeFacts node) {
            return weights.of(SoftConstraint.PREFERRED_NODE_AFFINITY) * NodeFilter.unmetPreferences(pod.nodes(), node)
                    + weights.of(SoftConstraint.DISCOURAGING_TAINT)
                            * NodeFilter.discouragingTaints(pod.tolerations(), node);
        }

        private double spread(PodFacts pod, NodeFacts node) {
            return weights.of(SoftConstraint.WORKLOAD_SPREAD)
                    * index.replicas(pod.workload()).on(node.name());
        }
    }
}
