package dev.kubewasm.simulations.report;

import dev.kubewasm.simulations.measure.CallClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of a placement, added up by nodes. Nodes are named by their place in the list of all.
 *
 * @param flows between two nodes, the heaviest first
 * @param inside calls by node that stay on it, as the calls of its process or between processes
 */
record NodeCalls(List<Flow> flows, List<Long> inside) {
    private static final Comparator<Flow> HEAVIEST_FIRST = Comparator.comparingLong((Flow flow) -> -flow.calls)
            .thenComparingInt(Flow::one)
            .thenComparingInt(Flow::other);

    /**
     * Calls between two nodes, both ways.
     *
     * @param one a node
     * @param other one after it
     */
    record Flow(int one, int other, CallClass reach, long calls) {}

    private record Pair(int one, int other, CallClass reach) {}

    static NodeCalls of(List<NodeRow> nodes) {
        Map<String, Integer> nodeOf = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (PodRow pod : nodes.get(i).pods()) {
                nodeOf.put(pod.pod(), i);
            }
        }
        long[] inside = new long[nodes.size()];
        Map<Pair, Long> between = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (PodRow pod : nodes.get(i).pods()) {
                for (LinkRow link : pod.links()) {
                    int to = link.to() == null ? -1 : nodeOf.getOrDefault(link.to(), -1);
                    if (to == i) {
                        inside[i] += link.calls();
                    } else if (to >= 0) {
                        between.merge(
                                new Pair(Math.min(i, to), Math.max(i, to), link.reach()), link.calls(), Long::sum);
                    }
                }
            }
        }
        List<Flow> flows = new ArrayList<>();
        between.forEach((pair, calls) -> flows.add(new Flow(pair.one, pair.other, pair.reach, calls)));
        flows.sort(HEAVIEST_FIRST);
        return new NodeCalls(flows, Arrays.stream(inside).boxed().toList());
    }

    boolean isEmpty() {
        return flows.isEmpty() && insideAll() == 0;
    }

    /** All calls that stay on their node. */
    long insideAll() {
        return inside.stream().mapToLong(Long::longValue).sum();
    }

    /** All calls from node to node. */
    long betweenAll() {
        return flows.stream().mapToLong(Flow::calls).sum();
    }
}
