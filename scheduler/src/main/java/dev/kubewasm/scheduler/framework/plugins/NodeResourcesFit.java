package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.Amounts;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.FilterPlugin;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeScorer;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.PreFilter;
import dev.kubewasm.scheduler.framework.ScorePlugin;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the Pod requests must be left on the node; how full it would be makes its score. */
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {
    private static final String NAME = "NodeResourcesFit";

    private final ScoringStrategy strategy;
    private final IgnoredResources ignored;

    /**
     * @param strategy whether full or empty nodes are better
     * @param ignored what nodes needn't have
     */
    public NodeResourcesFit(ScoringStrategy strategy, IgnoredResources ignored) {
        this.strategy = strategy;
        this.ignored = ignored;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PreFilter preFilter(PodInfo pod, ClusterState cluster) {
        Amounts request = pod.request().effective();
        return PreFilter.ask(node -> fits(request, node) ? Status.FITS : rejection(request, node));
    }

    /** Whether all of it fits; the same rules as {@link #rejection}, which says what doesn't. */
    private boolean fits(Amounts request, NodeInfo node) {
        if (node.pods().size() + 1 > node.spec().allowedPods()) {
            return false;
        }
        Amounts allocatable = node.spec().allocatable();
        Amounts requested = node.requested();
        if (lacks(request.milliCpu(), allocatable.milliCpu(), requested.milliCpu())
                || lacks(request.memory(), allocatable.memory(), requested.memory())
                || lacks(request.ephemeralStorage(), allocatable.ephemeralStorage(), requested.ephemeralStorage())) {
            return false;
        }
        for (Map.Entry<String, Long> scalar : request.scalars().entrySet()) {
            if (lacks(scalar.getValue(), allocatable.get(scalar.getKey()), requested.get(scalar.getKey()))
                    && !ignored.ignores(scalar.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean lacks(long request, long allocatable, long requested) {
        return request > 0 && request > allocatable - requested;
    }

    private Status rejection(Amounts request, NodeInfo node) {
        List<String> reasons = new ArrayList<>();
        if (node.pods().size() + 1 > node.spec().allowedPods()) {
            reasons.add("Too many pods");
        }
        boolean never = insufficient(Amounts.CPU, request, node, reasons);
        never |= insufficient(Amounts.MEMORY, request, node, reasons);
        never |= insufficient(Amounts.EPHEMERAL_STORAGE, request, node, reasons);
        for (String scalar : request.scalars().keySet()) {
            never |= !ignored.ignores(scalar) && insufficient(scalar, request, node, reasons);
        }
        return new Status.Rejected(
                NAME, reasons, never ? Status.Code.UNSCHEDULABLE_AND_UNRESOLVABLE : Status.Code.UNSCHEDULABLE);
    }

    /** Adds the reason if there is too little of {@code name}; whether the empty node would have too little, too. */
    private static boolean insufficient(String name, Amounts request, NodeInfo node, List<String> reasons) {
        long wanted = request.get(name);
        long allocatable = node.spec().allocatable().get(name);
        if (!lacks(wanted, allocatable, node.requested().get(name))) {
            return false;
        }
        reasons.add("Insufficient " + name);
        return wanted > allocatable;
    }

    @Override
    public Optional<NodeScorer> preScore(PodInfo pod, ClusterState cluster, List<NodeInfo> feasible) {
        return Optional.of(strategy.scorer(pod.request().waiting()));
    }
}
