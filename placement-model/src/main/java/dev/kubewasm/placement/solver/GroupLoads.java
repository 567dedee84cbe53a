package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The placed link groups of a working solution and what they leave of the nodes, with what moving one would change of the
 * soft constraints: of those that look at one node (balance, nodes put to use, what Pods prefer, replicas bound before),
 * and by {@link GroupTies} of the others.
 */
final class GroupLoads {
    /** More than any change that can be. */
    static final long NEVER = Long.MAX_VALUE / 4;

    /** So many more nodes than there are groups are alternatives for each: one of them is always free. */
    private static final int SPARE = 12;

    private final PodWishes wishes;
    private final List<NodeSlot> nodes;
    private final List<PlacedGroup> groups = new ArrayList<>();
    private final NodeLoads loads;
    private final int[] nodeOf;

    private final BestNodes best;

    /**
     * The loads.
     *
     * @param parts the placed Pods of {@code solution}, those of each on one node
     */
    GroupLoads(PlacementSolution solution, List<List<PodPlacement>> parts) {
        this(solution, parts, new PodWishes(solution));
    }

    /** The same, what the Pods wish being known already. */
    GroupLoads(PlacementSolution solution, List<List<PodPlacement>> parts, PodWishes wishes) {
        this.wishes = wishes;
        this.nodes = solution.problem().nodes();
        this.loads = new NodeLoads(solution);
        this.nodeOf = new int[parts.size()];
        this.best = new BestNodes(this, parts.size());
        GroupTies ties = new GroupTies(solution);
        for (List<PodPlacement> part : parts) {
            groups.add(group(part, ties.shares(part)));
        }
        for (int group = 0; group < groups.size(); group++) {
            nodeOf[group] = -1;
            move(group, parts.get(group).getFirst().placedOn().index());
        }
        tie();
    }

    /** Finds the groups that share a tie: each other's nodes are worth a look. */
    private void tie() {
        IdentityHashMap<GroupTies.Tie, List<PlacedGroup>> sharing = new IdentityHashMap<>();
        for (PlacedGroup group : groups) {
            group.shares.forEach(share -> sharing.computeIfAbsent(share.tie(), tie -> new ArrayList<>())
                    .add(group));
        }
        for (int group = 0; group < groups.size(); group++) {
            BitSet tied = new BitSet();
            for (GroupTies.Share share : groups.get(group).shares) {
                for (PlacedGroup other : sharing.getOrDefault(share.tie(), List.of())) {
                    tied.set(other.number);
                }
            }
            tied.clear(group);
            groups.get(group).tied = tied.stream().toArray();
        }
    }

    private PlacedGroup group(List<PodPlacement> pods, List<GroupTies.Share> shares) {
        PlacedGroup group = new PlacedGroup(groups.size(), pods, nodes.size(), shares);
        List<long[]> each = pods.stream().map(pod -> wishes.of(pod.pod())).toList();
        long[] ranked = new long[nodes.size()];
        int count = 0;
        for (int node = group.allowed.nextSetBit(0); node >= 0; node = group.allowed.nextSetBit(node + 1)) {
            for (long[] wish : each) {
                group.wishes[node] += wish[node];
            }
            long cost = entering(group, node);
            if (cost < NEVER) {
                cost += GroupTies.entering(shares, node);
                // Cost first, then the index, in one number: there are less than 2^20 nodes and costs stay below 2^43.
                ranked[count++] = (Math.clamp(cost, -1L << 42, 1L << 42) << 20) | node;
            }
        }
        Arrays.sort(ranked, 0, count);
        group.alternatives = new int[Math.min(count, nodeOf.length + SPARE)];
        for (int i = 0; i < group.alternatives.length; i++) {
            group.alternatives[i] = (int) (ranked[i] & ((1 << 20) - 1));
        }
        return group;
    }

    int groups() {
        return groups.size();
    }

    List<PodPlacement> pods(int group) {
        return groups.get(group).pods;
    }

    int nodeOf(int group) {
        return nodeOf[group];
    }

    /** The node of each placed Pod. */
    Map<PodPlacement, NodeSlot> placement() {
        Map<PodPlacement, NodeSlot> placement = new LinkedHashMap<>();
        for (PlacedGroup group : groups) {
            group.pods.forEach(pod -> placement.put(pod, nodes.get(nodeOf[group.number])));
        }
        return placement;
    }

    NodeSlot slot(int index) {
        return nodes.get(index);
    }

    /** Indices of the nodes that are best for a group if there were no others. */
    int[] alternatives(int group) {
        return groups.get(group).alternatives;
    }

    /** Indices of the nodes of the groups that a group is tied to. */
    int[] tiedNodes(int group) {
        return Arrays.stream(groups.get(group).tied)
                .map(other -> nodeOf[other])
                .distinct()
                .filter(node -> groups.get(group).allowed.get(node))
                .toArray();
    }

    /** Moves a group. */
    void move(int group, int node) {
        long[] demand = groups.get(group).demand;
        int from = nodeOf[group];
        if (from >= 0) {
            loads.take(from, demand);
        }
        loads.put(node, demand);
        GroupTies.move(groups.get(group).shares, from, node);
        nodeOf[group] = node;
        best.moved(group, from, node, groups.get(group).tied);
    }

    /** Whether a group may go where another is, if that goes away. */
    boolean mayReplace(int group, int other) {
        int node = nodeOf[other];
        PlacedGroup mover = groups.get(group);
        return node != nodeOf[group] && mover.allowed.get(node) && loads.fits(mover.demand, node, demand(other));
    }

    /**
     * What the soft constraints change by if a group goes to a node; {@link #NEVER} if it has no room there, at least
     * {@link GroupTies#BROKEN} if it would leave a consumer without a provider that it requires.
     */
    long change(int group, int node) {
        int from = nodeOf[group];
        PlacedGroup mover = groups.get(group);
        long entering = node == from ? NEVER : entering(mover, node);
        return entering == NEVER ? NEVER : leaving(group) + entering + GroupTies.change(mover.shares, from, node);
    }

    /** The same for a group that goes where another is, which goes to {@code otherNode}. */
    long change(int group, int other, int otherNode) {
        PlacedGroup mover = groups.get(group);
        PlacedGroup moved = groups.get(other);
        int from = nodeOf[group];
        int node = nodeOf[other];
        long there = loads.replacing(node, moved.demand, mover.demand)
                + mover.wishes[node]
                - moved.wishes[node]
                + ties(mover, from, moved, node, otherNode);
        if (otherNode != from) {
            return there + leaving(group) + entering(moved, otherNode);
        }
        if (!moved.allowed.get(from) || !loads.fits(moved.demand, from, mover.demand)) {
            return NEVER;
        }
        return there + loads.replacing(from, mover.demand, moved.demand) + moved.wishes[from] - mover.wishes[from];
    }

    /** What ties change by if {@code mover} goes from {@code from} to {@code node} and {@code moved} from there to {@code otherNode}. */
    private static long ties(PlacedGroup mover, int from, PlacedGroup moved, int node, int otherNode) {
        long first = GroupTies.change(moved.shares, node, otherNode);
        if (mover.shares.isEmpty() || moved.shares.isEmpty()) {
            return first + GroupTies.change(mover.shares, from, node);
        }
        GroupTies.move(moved.shares, node, otherNode);
        long second = GroupTies.change(mover.shares, from, node);
        GroupTies.move(moved.shares, otherNode, node);
        return first + second;
    }

    /** Where a group might go to make room for another: to {@code swapped}, that one's node, or to the best of the others. */
    int[] waysOut(int group, int swapped) {
        return best.waysOut(group, swapped);
    }

    private long[] demand(int group) {
        return groups.get(group).demand;
    }

    private long leaving(int group) {
        int from = nodeOf[group];
        PlacedGroup mover = groups.get(group);
        return loads.leaving(from, mover.demand) - mover.wishes[from];
    }

    private long entering(PlacedGroup group, int node) {
        return loads.fits(group.demand, node) ? loads.entering(node, group.demand) + group.wishes[node] : NEVER;
    }
}
