package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.SpreadConstraint;
import dev.kubewasm.scheduler.framework.Status;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hard spread constraints of one Pod: how filled each domain is. */
final class SpreadFilter implements NodeFilter {
    private static final String REASON = "node(s) didn't match pod topology spread constraints";
    private static final Status SKEWED = Status.Rejected.unschedulable(PodTopologySpread.NAME, REASON);
    private static final Status NO_DOMAIN =
            Status.Rejected.unresolvable(PodTopologySpread.NAME, REASON + " (missing required label)");

    private final PodInfo pod;
    private final List<SpreadConstraint> constraints;
    private final List<DomainCounts> counts;

    private SpreadFilter(PodInfo pod, List<SpreadConstraint> constraints, List<DomainCounts> counts) {
        this.pod = pod;
        this.constraints = constraints;
        this.counts = counts;
    }

    static SpreadFilter of(PodInfo pod, List<SpreadConstraint> constraints, ClusterState cluster) {
        List<DomainCounts> counts =
                Stream.generate(DomainCounts::new).limit(constraints.size()).toList();
        for (NodeInfo node : cluster.nodes()) {
            if (!PodTopologySpread.hasAllKeys(node.spec().labels(), constraints)) {
                continue;
            }
            for (int i = 0; i < constraints.size(); i++) {
                SpreadConstraint constraint = constraints.get(i);
                if (constraint.includes(node.spec(), pod)) {
                    counts.get(i)
                            .add(
                                    domain(node.spec(), constraint),
                                    constraint.count(node, pod.key().namespace()));
                }
            }
        }
        counts.forEach(DomainCounts::settle);
        return new SpreadFilter(pod, constraints, counts);
    }

    private static String domain(NodeSpec node, SpreadConstraint constraint) {
        return node.labels().getOrDefault(constraint.topologyKey(), "");
    }

    @Override
    public Status filter(NodeInfo node) {
        for (int i = 0; i < constraints.size(); i++) {
            SpreadConstraint constraint = constraints.get(i);
            @Nullable String domain = node.spec().labels().get(constraint.topologyKey());
            if (domain == null) {
                return NO_DOMAIN;
            }
            int self = constraint.pods().matches(pod.labels()) ? 1 : 0;
            long skew = (long) counts.get(i).get(domain) + self - counts.get(i).least(constraint.minDomains());
            if (skew > constraint.maxSkew()) {
                return SKEWED;
            }
        }
        return Status.FITS;
    }

    @Override
    public NodeFilter copy() {
        return new SpreadFilter(
                pod, constraints, counts.stream().map(DomainCounts::copy).toList());
    }

    @Override
    public void update(PodInfo other, NodeSpec node, int delta) {
        if (!other.key().namespace().equals(pod.key().namespace())
                || !PodTopologySpread.hasAllKeys(node.labels(), constraints)) {
            return;
        }
        IntStream.range(0, constraints.size())
                .filter(i -> constraints.get(i).pods().matches(other.labels()))
                .filter(i -> constraints.get(i).includes(node, pod))
                .forEach(i -> counts.get(i).change(domain(node, constraints.get(i)), delta));
    }
}
