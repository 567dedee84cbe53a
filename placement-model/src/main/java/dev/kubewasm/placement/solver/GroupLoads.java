package dev.kubewasm.placement.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The placed link groups of a working solution and what they leave of the nodes, with what moving one would change of the
 * soft constraints that look at one node: balance, nodes put to use, what Pods prefer, replicas bound before. An
 * estimate: constraints that look further are left out.
 */
final class GroupLoads {
    /** More than any change that can be. */
    static final long NEVER = Long.MAX_VALUE / 4;

    private static final int UNKNOWN = -2;

    /** So many more nodes than there are groups are alternatives for each: one of them is always free. */
    private static final int SPARE = 12;

    private final ConstraintWeights weights;
    private final long balance;
    private final long opening;
    private final long costing;
    private final List<NodeSlot> nodes;
    private final int resources;
    private final List<PlacedGroup> groups = new ArrayList<>();
    private final long[][] left;
    private final int[] groupsOn;
    private final long[] load;
    private final long[] scratch;
    private final long[] nothing;
    private final int[] nodeOf;

    /** The best node of each group and the next best, all others staying where they are. */
    private final int[] best;

    private final int[] second;

    private GroupLoads(PlacementSolution solution, List<List<PodPlacement>> components) {
        this.weights = solution.weighing();
        this.balance = weights.of(SoftConstraint.BALANCE);
        this.opening = weights.of(SoftConstraint.NODE_IN_USE);
        this.costing = weights.of(SoftConstraint.NODE_COST);
        this.nodes = solution.problem().nodes();
        this.resources = solution.problem().resources().size();
        this.left = new long[nodes.size()][];
        this.groupsOn = new int[nodes.size()];
        this.load = new long[nodes.size()];
        this.scratch = new long[resources];
        this.nothing = new long[resources];
        this.nodeOf = new int[components.size()];
        this.best = new int[components.size()];
        this.second = new int[components.size()];
        Arrays.fill(best, UNKNOWN);
        for (NodeSlot node : nodes) {
            left[node.index()] = node.freeVector();
            load[node.index()] = load(node.index(), nothing, nothing, 0);
        }
        for (List<PodPlacement> component : components) {
            groups.add(group(component));
        }
        for (int group = 0; group < groups.size(); group++) {
            nodeOf[group] = -1;
            move(group, components.get(group).getFirst().placedOn().index());
        }
    }

    /** The groups of the placed Pods. */
    static GroupLoads of(PlacementSolution solution) {
        Placements placements = new Placements(solution);
        List<List<PodPlacement>> components = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (PodPlacement pod : solution.getPods()) {
            if (pod.getNode() != null && !seen.contains(pod.getIndex())) {
                List<PodPlacement> component = placements.component(pod);
                component.forEach(member -> seen.add(member.getIndex()));
                components.add(component);
            }
        }
        return new GroupLoads(solution, components);
    }

    private PlacedGroup group(List<PodPlacement> pods) {
        PlacedGroup group = new PlacedGroup(pods, nodes.size());
        long[] ranked = new long[nodes.size()];
        int count = 0;
        for (int node = group.allowed.nextSetBit(0); node >= 0; node = group.allowed.nextSetBit(node + 1)) {
            for (PodPlacement pod : pods) {
                group.wishes[node] += pod.pod().costOn(nodes.get(node), weights);
            }
            long cost = entering(group, node);
            if (cost < NEVER) {
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

    NodeSlot node(int index) {
        return nodes.get(index);
    }

    /** Indices of the nodes that are best for a group if there were no others. */
    int[] alternatives(int group) {
        return groups.get(group).alternatives;
    }

    /** Moves a group. */
    void move(int group, int node) {
        long[] demand = groups.get(group).demand;
        int from = nodeOf[group];
        if (from >= 0) {
            add(left[from], demand, 1);
            groupsOn[from]--;
            load[from] = load(from, nothing, nothing, groupsOn[from]);
        }
        add(left[node], demand, -1);
        groupsOn[node]++;
        load[node] = load(node, nothing, nothing, groupsOn[node]);
        nodeOf[group] = node;
        Arrays.fill(best, UNKNOWN);
    }

    private static void add(long[] sum, long[] demand, int sign) {
        for (int r = 0; r < sum.length; r++) {
            sum[r] += sign * demand[r];
        }
    }

    /** Whether a group may go where another is, if that goes away. */
    boolean mayReplace(int group, int other) {
        int node = nodeOf[other];
        PlacedGroup mover = groups.get(group);
        return node != nodeOf[group] && mover.allowed.get(node) && fits(mover.demand, node, demand(other));
    }

    /** What the soft constraints change by if a group goes to a node; near {@link #NEVER} if it can't. */
    long change(int group, int node) {
        return node == nodeOf[group] ? NEVER : leaving(group) + entering(groups.get(group), node);
    }

    /** The same for a group that goes where another is, which goes to {@code otherNode}. */
    long change(int group, int other, int otherNode) {
        PlacedGroup mover = groups.get(group);
        PlacedGroup moved = groups.get(other);
        int from = nodeOf[group];
        int node = nodeOf[other];
        long there = load(node, moved.demand, mover.demand, groupsOn[node])
                - load[node]
                + mover.wishes[node]
                - moved.wishes[node];
        if (otherNode != from) {
            return there + leaving(group) + entering(moved, otherNode);
        }
        if (!moved.allowed.get(from) || !fits(moved.demand, from, mover.demand)) {
            return NEVER;
        }
        return there
                + load(from, mover.demand, moved.demand, groupsOn[from])
                - load[from]
                + moved.wishes[from]
                - mover.wishes[from];
    }

    /** Where a group might go to make room for another: to {@code swapped}, that one's node, or to the best of the others. */
    int[] waysOut(int group, int swapped) {
        if (best[group] == UNKNOWN) {
            choose(group);
        }
        int elsewhere = best[group] == swapped ? second[group] : best[group];
        return elsewhere < 0 ? new int[] {swapped} : new int[] {swapped, elsewhere};
    }

    private void choose(int group) {
        best[group] = -1;
        second[group] = -1;
        long least = NEVER;
        long next = NEVER;
        for (int node : groups.get(group).alternatives) {
            long cost = node == nodeOf[group] ? NEVER : entering(groups.get(group), node);
            if (cost < least) {
                next = least;
                second[group] = best[group];
                least = cost;
                best[group] = node;
            } else if (cost < next) {
                next = cost;
                second[group] = node;
            }
        }
    }

    private long[] demand(int group) {
        return groups.get(group).demand;
    }

    private long leaving(int group) {
        int from = nodeOf[group];
        PlacedGroup mover = groups.get(group);
        return load(from, mover.demand, nothing, groupsOn[from] - 1) - load[from] - mover.wishes[from];
    }

    private long entering(PlacedGroup group, int node) {
        return fits(group.demand, node, nothing)
                ? load(node, nothing, group.demand, groupsOn[node] + 1) - load[node] + group.wishes[node]
                : NEVER;
    }

    private boolean fits(long[] demand, int node, long[] back) {
        for (int r = 0; r < resources; r++) {
            if (demand[r] > 0 && demand[r] > left[node][r] + back[r]) {
                return false;
            }
        }
        return true;
    }

    /** What a node costs with so many groups, {@code back} given back to what is left of it and {@code taken} taken. */
    private long load(int node, long[] back, long[] taken, int count) {
        for (int r = 0; r < resources; r++) {
            scratch[r] = left[node][r] + back[r] - taken[r];
        }
        NodeSlot slot = nodes.get(node);
        long opened = slot.vacant() && count > 0 ? opening + costing * slot.cost() : 0;
        return balance * slot.squares(scratch) + opened;
    }
}
