package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import java.util.List;
import java.util.Optional;

/** Pod affinity and anti-affinity, the Pod's own and that of Pods already placed. */
public final class InterPodAffinity implements FilterPlugin, ScorePlugin {
    static final String NAME = "InterPodAffinity";

    private final int hardPodAffinityWeight;
    private final boolean ignorePlaced;

    /**
     * @param hardPodAffinityWeight what a required term of a placed Pod counts in the score, 0 to 100
     * @param ignorePreferredTermsOfExistingPods whether a Pod without preferences of its own isn't scored by others'
     */
    public InterPodAffinity(int hardPodAffinityWeight, boolean ignorePreferredTermsOfExistingPods) {
        if (hardPodAffinityWeight < 0 || hardPodAffinityWeight > 100) {
            throw new IllegalArgumentException("hardPodAffinityWeight is " + hardPodAffinityWeight + ", not 0 to 100");
        }
        this.hardPodAffinityWeight = hardPodAffinityWeight;
        this.ignorePlaced = ignorePreferredTermsOfExistingPods;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        PodAffinity own = pod.affinity();
        boolean wishes = !own.required().isEmpty() || !own.requiredAnti().isEmpty();
        if (!wishes && !cluster.hasPodsWithAntiAffinity()) {
            return PreFilter.SKIP;
        }
        AffinityFilter filter = AffinityFilter.of(pod, cluster);
        return wishes || filter.isForbiddenSomewhere() ? PreFilter.ask(filter) : PreFilter.SKIP;
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        PodAffinity own = pod.affinity();
        boolean wishes = !own.preferred().isEmpty() || !own.preferredAnti().isEmpty();
        if (!wishes && (ignorePlaced || !cluster.hasPodsWithAffinity())) {
            return Optional.empty();
        }
        TopologyCounts sums = new AffinitySums(pod, cluster, hardPodAffinityWeight).sums();
        return sums.isEmpty() ? Optional.empty() : Optional.of(new Scorer(sums));
    }

    private record Scorer(TopologyCounts sums) implements NodeScorer {
        @Override
        public long score(NodeInfo node) {
            return sums.total(node.spec());
        }

        @Override
        public void normalize(List<NodeInfo> nodes, long[] scores) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (long score : scores) {
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
            for (int i = 0; i < scores.length; i++) {
                scores[i] = max == min ? 0 : (long) (MAX * ((double) (scores[i] - min) / (max - min)));
            }
        }
    }
}
