package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes that have much of the Pod's images are better, the less the fewer nodes have them, so that none is flooded. */
public final class ImageLocality implements ScorePlugin {
    private static final long MB = 1L << 20;
    private static final long MIN = 23 * MB;
    private static final long MAX_PER_CONTAINER = 1000 * MB;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        List<String> images = pod.images();
        if (images.isEmpty()) {
            return Optional.empty();
        }
        long[] worth = new long[images.size()];
        int nodes = cluster.nodes().size();
        for (int i = 0; i < worth.length; i++) {
            worth[i] = cluster.image(images.get(i))
                    .map(image -> (long) ((double) image.size() * ((double) image.nodes() / nodes)))
                    .orElse(0L);
        }
        return Optional.of(node -> score(images, worth, node));
    }

    private static long score(List<String> images, long[] worth, NodeInfo node) {
        Map<String, Long> present = node.spec().images();
        long sum = 0;
        for (int i = 0; i < worth.length; i++) {
            if (worth[i] != 0 && present.containsKey(images.get(i))) {
                sum += worth[i];
            }
        }
        long max = MAX_PER_CONTAINER * images.size();
        long within = Math.clamp(sum, MIN, max);
        return NodeScorer.MAX * (within - MIN) / (max - MIN);
    }
}
