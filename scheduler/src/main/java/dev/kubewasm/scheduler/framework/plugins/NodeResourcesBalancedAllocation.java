package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import java.util.List;
import java.util.Optional;

/** Nodes whose resources would be used to the same degree are better: 100 × (1 - standard deviation). */
public final class NodeResourcesBalancedAllocation implements ScorePlugin {
    private final List<String> resources;

    /** @param resources the resources that count */
    public NodeResourcesBalancedAllocation(List<String> resources) {
        this.resources = List.copyOf(resources);
    }

    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        Amounts request = pod.request().effective();
        boolean bestEffort = resources.stream().allMatch(name -> request.get(name) == 0);
        return bestEffort ? Optional.empty() : Optional.of(node -> score(request, node));
    }

    private long score(Amounts request, NodeInfo node) {
        double[] fractions = new double[resources.size()];
        int count = 0;
        for (String resource : resources) {
            long allocatable = Utilization.allocatable(resource, request, node);
            if (allocatable != 0) {
                fractions[count++] = Math.min(1, (double) Utilization.requested(resource, request, node) / allocatable);
            }
        }
        return (long) ((1 - deviation(fractions, count)) * NodeScorer.MAX);
    }

    /** Two are told apart so that the result is upstream's to the last bit. */
    private static double deviation(double[] fractions, int count) {
        if (count < 2) {
            return 0;
        }
        if (count == 2) {
            return Math.abs((fractions[0] - fractions[1]) / 2);
        }
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += fractions[i];
        }
        double mean = total / count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (fractions[i] - mean) * (fractions[i] - mean);
        }
        return Math.sqrt(squares / count);
    }
}
