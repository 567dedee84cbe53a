package dev.kubewasm.benchmarks.placement;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.ResourceName;
import dev.kubewasm.placement.facts.Resources;
import dev.kubewasm.placement.filter.NodeFilter;
import dev.kubewasm.placement.filter.PodNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The peer: kube-scheduler's algorithm, one Pod after the other, links unknown to it. It filters nodes until a share of
 * them has room (percentageOfNodesToScore at its default, which shrinks with the cluster), goes on from there for the
 * next Pod, and takes the one of the best score (NodeResourcesFit: least allocated, the mean over CPU and memory).
 */
final class OnePodAtATime {
    private final List<NodeFacts> nodes;
    private final List<Resources> free;
    private final int enough;
    private final boolean first;
    private int next;

    private OnePodAtATime(List<NodeFacts> nodes, Iterable<PodFacts> bound, boolean first) {
        this.nodes = nodes;
        this.free = new ArrayList<>(nodes.stream().map(NodeFacts::allocatable).toList());
        this.first = first;
        int percent = Math.max(5, 50 - nodes.size() / 125);
        this.enough = first ? 1 : Math.max(100, nodes.size() * percent / 100);
        Map<NodeName, Integer> index = new HashMap<>();
        nodes.forEach(node -> index.put(node.name(), index.size()));
        for (PodFacts pod : bound) {
            pod.state()
                    .node()
                    .map(index::get)
                    .ifPresent(at -> free.set(at, free.get(at).minus(pod.demand())));
        }
    }

    static OnePodAtATime leastAllocated(List<NodeFacts> nodes, Iterable<PodFacts> bound) {
        return new OnePodAtATime(nodes, bound, false);
    }

    /** The first node that has room, always from the first one on. */
    static OnePodAtATime firstFit(List<NodeFacts> nodes) {
        return new OnePodAtATime(nodes, List.of(), true);
    }

    /** How many of these Pods got a node. */
    int place(List<PodFacts> pods) {
        int placed = 0;
        for (PodFacts pod : pods) {
            placed += place(pod) ? 1 : 0;
        }
        return placed;
    }

    /** How many nodes have Pods. */
    int nodesInUse() {
        int used = 0;
        for (int i = 0; i < nodes.size(); i++) {
            used += free.get(i).equals(nodes.get(i).allocatable()) ? 0 : 1;
        }
        return used;
    }

    private boolean place(PodFacts pod) {
        PodNeeds needs = Clusters.needs(pod);
        int best = -1;
        double bestScore = -1;
        int start = first ? 0 : next;
        for (int i = 0, found = 0; i < nodes.size() && found < enough; i++) {
            int at = (start + i) % nodes.size();
            next = at + 1;
            if (pod.demand().fits(free.get(at))
                    && NodeFilter.reject(needs, nodes.get(at)).isEmpty()) {
                found++;
                double score = share(at, pod, ResourceName.CPU) + share(at, pod, ResourceName.MEMORY);
                if (score > bestScore) {
                    bestScore = score;
                    best = at;
                }
            }
        }
        if (best >= 0) {
            free.set(best, free.get(best).minus(pod.demand()));
        }
        return best >= 0;
    }

    private double share(int at, PodFacts pod, ResourceName resource) {
        double left = free.get(at).get(resource) - pod.requests().get(resource);
        return left / Math.max(1, nodes.get(at).allocatable().get(resource));
    }
}
