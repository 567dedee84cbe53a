package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.placement.facts.Taint;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import dev.kubewasm.scheduler.framework.Status;
import java.util.List;
import java.util.Optional;

/** Tainted nodes take only Pods that tolerate it; fewer taints that would rather not have the Pod are better. */
public final class TaintToleration implements FilterPlugin, ScorePlugin {
    private static final String NAME = "TaintToleration";
    private static final Status TAINTED = Status.Rejected.unresolvable(NAME, "node(s) had untolerated taint(s)");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        return PreFilter.ask(node -> {
            for (Taint taint : node.spec().taints()) {
                if (taint.effect().repels() && !pod.tolerates(taint)) {
                    return TAINTED;
                }
            }
            return Status.FITS;
        });
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        return Optional.of(new Scorer(pod));
    }

    private record Scorer(PodInfo pod) implements NodeScorer {
        @Override
        public long score(NodeInfo node) {
            long untolerated = 0;
            for (Taint taint : node.spec().taints()) {
                if (!taint.effect().repels() && !pod.tolerates(taint)) {
                    untolerated++;
                }
            }
            return untolerated;
        }

        @Override
        public void normalize(List<NodeInfo> nodes, long[] scores) {
            NodeScorer.proportional(scores, true);
        }
    }
}
