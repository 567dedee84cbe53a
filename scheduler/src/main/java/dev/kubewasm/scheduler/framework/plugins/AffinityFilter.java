package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeFilter;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.List;
import java.util.Map;

/** Required affinity and anti-affinity of one Pod, and of placed Pods against it: where the Pods meant are. */
final class AffinityFilter implements NodeFilter {
    private static final Status NO_AFFINITY =
            Status.Rejected.unresolvable(InterPodAffinity.NAME, "node(s) didn't match pod affinity rules");
    private static final Status ANTI_AFFINITY =
            Status.Rejected.unschedulable(InterPodAffinity.NAME, "node(s) didn't match pod anti-affinity rules");
    private static final Status FORBIDDEN = Status.Rejected.unschedulable(
            InterPodAffinity.NAME, "node(s) didn't satisfy existing pods anti-affinity rules");

    private final PodInfo pod;
    private final ClusterState cluster;

    /** Of the Pod's namespace, for the terms of others; one that isn't known has none. */
    private final Map<String, String> namespaceLabels;

    /** Pods that forbid this one. */
    private final TopologyCounts forbidding;

    /** Pods that all affinity terms mean. */
    private final TopologyCounts wanted;

    /** Pods that an anti-affinity term means. */
    private final TopologyCounts unwanted;

    private AffinityFilter(
            PodInfo pod,
            ClusterState cluster,
            TopologyCounts forbidding,
            TopologyCounts wanted,
            TopologyCounts unwanted) {
        this.pod = pod;
        this.cluster = cluster;
        this.namespaceLabels = cluster.namespaceLabels(pod.key().namespace()).orElse(Map.of());
        this.forbidding = forbidding;
        this.wanted = wanted;
        this.unwanted = unwanted;
    }

    static AffinityFilter of(PodInfo pod, ClusterState cluster) {
        AffinityFilter filter = new AffinityFilter(
                pod, cluster, new TopologyCounts(false), new TopologyCounts(false), new TopologyCounts(false));
        cluster.showForbidding(pod, filter::countForbidding);
        // All terms must mean a Pod: those that the first means are enough to look at.
        pod.affinity().required().stream().limit(1).forEach(term -> cluster.showMeantBy(term, filter::countWanted));
        for (AffinityTerm term : pod.affinity().requiredAnti()) {
            cluster.showMeantBy(term, (other, node) -> filter.countUnwanted(term, other, node, 1));
        }
        return filter;
    }

    private void countForbidding(PodInfo other, NodeSpec node) {
        countForbidding(other, node, 1);
    }

    private void countWanted(PodInfo other, NodeSpec node) {
        countWanted(other, node, 1);
    }

    boolean isForbiddenSomewhere() {
        return !forbidding.isEmpty();
    }

    @Override
    public Status filter(NodeInfo node) {
        if (!hasWanted(node.spec())) {
            return NO_AFFINITY;
        }
        for (AffinityTerm term : pod.affinity().requiredAnti()) {
            if (unwanted.get(term.topologyKey(), node.spec()) > 0) {
                return ANTI_AFFINITY;
            }
        }
        return forbidding.anyPositive(node.spec()) ? FORBIDDEN : Status.FITS;
    }

    /** A Pod that its own terms mean may be the first of its kind. */
    private boolean hasWanted(NodeSpec node) {
        boolean there = true;
        for (AffinityTerm term : pod.affinity().required()) {
            if (!node.labels().containsKey(term.topologyKey())) {
                return false;
            }
            there &= wanted.get(term.topologyKey(), node) > 0;
        }
        return there || (wanted.isEmpty() && allMean(pod));
    }

    private boolean allMean(PodInfo other) {
        List<AffinityTerm> terms = pod.affinity().required();
        for (AffinityTerm term : terms) {
            if (!term.meansPlaced(other, cluster)) {
                return false;
            }
        }
        return !terms.isEmpty();
    }

    @Override
    public NodeFilter copy() {
        return new AffinityFilter(pod, cluster, forbidding.copy(), wanted.copy(), unwanted.copy());
    }

    @Override
    public void update(PodInfo other, NodeSpec node, int delta) {
        countForbidding(other, node, delta);
        countWanted(other, node, delta);
        for (AffinityTerm term : pod.affinity().requiredAnti()) {
            countUnwanted(term, other, node, delta);
        }
    }

    private void countForbidding(PodInfo other, NodeSpec node, int delta) {
        for (AffinityTerm term : other.affinity().requiredAnti()) {
            if (term.meansWaiting(pod, namespaceLabels)) {
                forbidding.add(term.topologyKey(), node, delta);
            }
        }
    }

    private void countWanted(PodInfo other, NodeSpec node, int delta) {
        if (allMean(other)) {
            for (AffinityTerm term : pod.affinity().required()) {
                wanted.add(term.topologyKey(), node, delta);
            }
        }
    }

    private void countUnwanted(AffinityTerm term, PodInfo other, NodeSpec node, int delta) {
        if (term.meansPlaced(other, cluster)) {
            unwanted.add(term.topologyKey(), node, delta);
        }
    }
}
