package dev.kubewasm.simulations.strategy;

import dev.kubewasm.scheduler.framework.NodeSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * kube-scheduler's {@code percentageOfNodesToScore}: in a large cluster it stops filtering once enough nodes have taken the
 * Pod, and begins with the next Pod where it stopped. Nodes come zone by zone in turn, as its node tree lists them. Adaptive
 * as by default: 50 % of the nodes less one for each 125 nodes, 5 % at least, never less than 100 nodes.
 */
final class NodeSample {
    /** Of so many nodes or fewer, all are looked at. */
    private static final int LEAST = 100;

    private final List<String> order;
    private int next;

    /** The order of {@code nodes}: from each zone one in turn. */
    NodeSample(Collection<NodeSpec> nodes) {
        Map<String, Deque<String>> zones = new LinkedHashMap<>();
        for (NodeSpec node : nodes) {
            String zone = node.labels().getOrDefault("topology.kubernetes.io/region", "") + ":"
                    + node.labels().getOrDefault("topology.kubernetes.io/zone", "");
            zones.computeIfAbsent(zone, z -> new ArrayDeque<>()).add(node.name());
        }
        this.order = new ArrayList<>(nodes.size());
        while (order.size() < nodes.size()) {
            zones.values().forEach(zone -> {
                if (!zone.isEmpty()) {
                    order.add(zone.removeFirst());
                }
            });
        }
    }

    /** How many nodes that take a Pod are enough. */
    int enough() {
        int nodes = order.size();
        if (nodes < LEAST) {
            return nodes;
        }
        int percent = Math.max(5, 50 - nodes / 125);
        return Math.max(LEAST, nodes * percent / 100);
    }

    /** The {@code i}-th node to look at for the next Pod. */
    String node(int i) {
        return order.get((next + i) % order.size());
    }

    int size() {
        return order.size();
    }

    /** So many nodes were looked at. */
    void looked(int nodes) {
        if (!order.isEmpty()) {
            next = (next + nodes) % order.size();
        }
    }
}
