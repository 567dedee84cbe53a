package dev.kubewasm.scheduler.framework;

import java.util.List;

/** A score plugin with what it computed for one Pod. */
@FunctionalInterface
public interface NodeScorer {
    /** The best score a node can have once normalized; the worst is 0. */
    long MAX = 100;

    /** The score of {@code node}, on the plugin's own scale if it normalizes. */
    long score(NodeInfo node);

    /** Brings the scores of {@code nodes}, in their order, to the scale from 0 to {@link #MAX}. */
    default void normalize(List<NodeInfo> nodes, long[] scores) {}

    /**
     * In proportion to the largest, which becomes {@link #MAX}; reversed, what is largest becomes 0 (kube-scheduler's
     * {@code DefaultNormalizeScore}).
     */
    static void proportional(long[] scores, boolean reverse) {
        long max = 0;
        for (long score : scores) {
            max = Math.max(max, score);
        }
        for (int i = 0; i < scores.length; i++) {
            long scaled = max == 0 ? 0 : MAX * scores[i] / max;
            scores[i] = reverse ? MAX - scaled : scaled;
        }
    }
}
