package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Soft spread constraints of one Pod: the fewer of its Pods a node's domains have, the better. */
final class SpreadScorer implements NodeScorer {
    private final PodInfo pod;
    private final List<SpreadConstraint> constraints;

    /** Nodes that are in no domain of some constraint: worst. */
    private final Set<String> ignored;

    /** For each constraint how many Pods its domains have, but for hosts. */
    private final List<Map<String, int[]>> counts;

    /** For each constraint how many Pods each node has, where it has any. */
    private final List<Map<String, Integer>> pods = new ArrayList<>();

    private final double[] weights;

    private SpreadScorer(
            PodInfo pod,
            List<SpreadConstraint> constraints,
            Set<String> ignored,
            List<Map<String, int[]>> counts,
            double[] weights) {
        this.pod = pod;
        this.constraints = constraints;
        this.ignored = ignored;
        this.counts = counts;
        this.weights = weights;
    }

    /** @param allKeys whether a node must be in a domain of every constraint to count */
    static SpreadScorer of(
            PodInfo pod,
            List<SpreadConstraint> constraints,
            boolean allKeys,
            ClusterState cluster,
            List<NodeInfo> feasible) {
        Set<String> ignored = new HashSet<>();
        List<Map<String, int[]>> counts = new ArrayList<>();
        constraints.forEach(constraint -> counts.add(new HashMap<>()));
        for (NodeInfo node : feasible) {
            if (allKeys && !PodTopologySpread.hasAllKeys(node.spec().labels(), constraints)) {
                ignored.add(node.name());
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                if (!isHost(constraints.get(i))) {
                    counts.get(i).putIfAbsent(domain(node, constraints.get(i)), new int[1]);
                }
            }
        }
        double[] weights = new double[constraints.size()];
        for (int i = 0; i < weights.length; i++) {
            int size = isHost(constraints.get(i))
                    ? feasible.size() - ignored.size()
                    : counts.get(i).size();
            weights[i] = Math.log(size + 2);
        }
        SpreadScorer scorer = new SpreadScorer(pod, constraints, ignored, counts, weights);
        scorer.count(cluster, allKeys);
        return scorer;
    }

    private static boolean isHost(SpreadConstraint constraint) {
        return constraint.topologyKey().equals(SpreadConstraint.HOSTNAME);
    }

    /** A missing label is a domain of its own, where that is allowed. */
    private static String domain(NodeInfo node, SpreadConstraint constraint) {
        return node.spec().labels().getOrDefault(constraint.topologyKey(), "");
    }

    private void count(ClusterState cluster, boolean allKeys) {
        for (int i = 0; i < constraints.size(); i++) {
            SpreadConstraint constraint = constraints.get(i);
            Map<String, Integer> there = cluster.matching(pod.key().namespace(), constraint.pods());
            pods.add(there);
            Map<String, int[]> domains = counts.get(i);
            if (!domains.isEmpty()) {
                there.forEach((name, count) -> {
                    NodeInfo node = cluster.node(name).orElseThrow();
                    int @Nullable [] sum = domains.get(domain(node, constraint));
                    if (sum != null
                            && constraint.includes(node.spec(), pod)
                            && (!allKeys
                                    || PodTopologySpread.hasAllKeys(node.spec().labels(), constraints))) {
                        sum[0] += count;
                    }
                });
            }
        }
    }

    @Override
    public long score(NodeInfo node) {
        if (ignored.contains(node.name())) {
            return 0;
        }
        double score = 0;
        for (int i = 0; i < constraints.size(); i++) {
            SpreadConstraint constraint = constraints.get(i);
            @Nullable String domain = node.spec().labels().get(constraint.topologyKey());
            if (domain != null) {
                int count = isHost(constraint)
                        ? pods.get(i).getOrDefault(node.name(), 0)
                        : counts.get(i).getOrDefault(domain, new int[1])[0];
                score += count * weights[i] + (constraint.maxSkew() - 1);
            }
        }
        return Math.round(score);
    }

    @Override
    public void normalize(List<NodeInfo> nodes, long[] scores) {
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!ignored.contains(nodes.get(i).name())) {
                min = Math.min(min, scores[i]);
                max = Math.max(max, scores[i]);
            }
        }
        for (int i = 0; i < scores.length; i++) {
            if (ignored.contains(nodes.get(i).name())) {
                scores[i] = 0;
            } else {
                scores[i] = max == 0 ? MAX : MAX * (max + min - scores[i]) / max;
            }
        }
    }
}
