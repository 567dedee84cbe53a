package dev.kubewasm.scheduler.framework;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes from each zone one in turn, the zones and the nodes of each in the order in which they are given. */
final class ZoneOrder {
    private static final String REGION = "topology.kubernetes.io/region";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private ZoneOrder() {}

    /** The indexes of {@code nodes} in that order. */
    static int[] of(List<NodeInfo> nodes) {
        Map<String, Deque<Integer>> zones = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            zones.computeIfAbsent(zone(nodes.get(i).spec()), _ -> new ArrayDeque<>())
                    .add(i);
        }
        Collection<Deque<Integer>> left = zones.values();
        int[] order = new int[nodes.size()];
        for (int i = 0; i < order.length; ) {
            for (Deque<Integer> zone : left) {
                order[i++] = zone.remove();
            }
            left.removeIf(Deque::isEmpty);
        }
        return order;
    }

    /** The region and the zone of a node, as one text. */
    static String zone(NodeSpec node) {
        return node.labels().getOrDefault(REGION, "") + ":" + node.labels().getOrDefault(ZONE, "");
    }
}
