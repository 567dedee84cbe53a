package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is free on each node, in plain arrays, and of each resource the most that is free on any node of a block of 64: nodes
 * without room are passed over a block at a time. One owner; not for several threads.
 */
final class RoomTable {
    private static final int BLOCK = 64;

    private final List<ResourceName> resources;
    private final Set<ResourceName> known;
    private final long[][] has;
    private final long[][] free;
    private final long[][] most;
    private final int nodes;

    /** The room of {@code nodes}, nothing on them yet. */
    RoomTable(List<NodeFacts> nodes) {
        this.known = new TreeSet<>(List.of(ResourceName.CPU, ResourceName.MEMORY, ResourceName.PODS));
        nodes.forEach(node -> known.addAll(node.allocatable().amounts().keySet()));
        this.resources = List.copyOf(known);
        this.nodes = nodes.size();
        // The last row is of resources that no node has.
        this.has = new long[resources.size() + 1][this.nodes];
        this.free = new long[has.length][];
        this.most = new long[has.length][(this.nodes + BLOCK - 1) / BLOCK];
        for (int r = 0; r < has.length; r++) {
            for (int i = 0; i < this.nodes && r < resources.size(); i++) {
                has[r][i] = nodes.get(i).allocatable().get(resources.get(r));
            }
            free[r] = has[r].clone();
        }
        for (int block = 0; block * BLOCK < this.nodes; block++) {
            update(block);
        }
    }

    /** Amounts in the order of this table, with one of {@link ResourceName#PODS}. */
    long[] demand(PodFacts pod) {
        Resources demand = pod.demand();
        long[] amounts = new long[has.length];
        for (int r = 0; r < resources.size(); r++) {
            amounts[r] = demand.get(resources.get(r));
        }
        amounts[resources.size()] = known.containsAll(demand.amounts().keySet()) ? 0 : 1;
        return amounts;
    }

    /** Takes {@code demand} from a node, whether or not it is free there. */
    void take(int node, long[] demand) {
        change(node, demand, -1);
    }

    /** Gives back what was taken. */
    void give(int node, long[] demand) {
        change(node, demand, 1);
    }

    private void change(int node, long[] demand, int sign) {
        for (int r = 0; r < demand.length; r++) {
            free[r][node] += sign * demand[r];
        }
        update(node / BLOCK);
    }

    private void update(int block) {
        int end = Math.min(nodes, (block + 1) * BLOCK);
        for (int r = 0; r < most.length; r++) {
            most[r][block] = Arrays.stream(free[r], block * BLOCK, end).max().orElse(Long.MIN_VALUE);
        }
    }

    /** Whether {@code demand} is free on a node; what isn't asked for isn't looked at, as in kube-scheduler. */
    boolean fits(int node, long[] demand) {
        return within(free, node, demand);
    }

    private static boolean within(long[][] amounts, int at, long[] demand) {
        for (int r = 0; r < demand.length; r++) {
            if (demand[r] > 0 && demand[r] > amounts[r][at]) {
                return false;
            }
        }
        return true;
    }

    /** The next of {@code allowed} from {@code from} on with room for {@code demand}; -1 if there is none. */
    int next(int from, BitSet allowed, long[] demand) {
        int node = allowed.nextSetBit(from);
        int block = -1;
        while (node >= 0 && node < nodes) {
            if (node / BLOCK != block && !within(most, node / BLOCK, demand)) {
                node = allowed.nextSetBit((node / BLOCK + 1) * BLOCK);
                continue;
            }
            block = node / BLOCK;
            if (fits(node, demand)) {
                return node;
            }
            node = allowed.nextSetBit(node + 1);
        }
        return -1;
    }

    /** What is left of a node without {@code demand}: the share of its CPU plus that of its memory, 0 to 2. */
    double left(int node, long[] demand) {
        return left(node, demand, ResourceName.CPU) + left(node, demand, ResourceName.MEMORY);
    }

    private double left(int node, long[] demand, ResourceName resource) {
        int r = resources.indexOf(resource);
        return has[r][node] == 0 ? 0 : (double) (free[r][node] - demand[r]) / has[r][node];
    }
}
