package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Topology spread constraints: hard ones filter, soft ones score. A Pod without any that a service or workload selects is
 * spread by default.
 */
public final class PodTopologySpread implements FilterPlugin, ScorePlugin {
    static final String NAME = "PodTopologySpread";

    private final DefaultSpread defaults;

    /** @param defaults of Pods without constraints */
    public PodTopologySpread(DefaultSpread defaults) {
        this.defaults = defaults;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        List<SpreadConstraint> hard = constraints(pod, cluster, true);
        return hard.isEmpty() ? PreFilter.SKIP : PreFilter.ask(SpreadFilter.of(pod, hard, cluster));
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        List<SpreadConstraint> soft = constraints(pod, cluster, false);
        boolean allKeys = !pod.spread().isEmpty() || !defaults.system();
        return soft.isEmpty() ? Optional.empty() : Optional.of(SpreadScorer.of(pod, soft, allKeys, cluster, feasible));
    }

    private List<SpreadConstraint> constraints(PodInfo pod, ClusterState cluster, boolean hard) {
        return pod.spread().isEmpty()
                ? defaults.of(pod, cluster, hard)
                : pod.spread().stream()
                        .filter(constraint -> constraint.hard() == hard)
                        .toList();
    }

    /** Whether a node with these labels is in a domain of every constraint. */
    static boolean hasAllKeys(Map<String, String> labels, List<SpreadConstraint> constraints) {
        for (SpreadConstraint constraint : constraints) {
            if (!labels.containsKey(constraint.topologyKey())) {
                return false;
            }
        }
        return true;
    }
}
