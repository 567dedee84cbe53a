package dev.kubewasm.scheduler.framework.plugins;

import dev.kubewasm.scheduler.framework.AffinityTerm;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeSpec;
import dev.kubewasm.scheduler.framework.PodAffinity;
import dev.kubewasm.scheduler.framework.PodInfo;
import java.util.List;
import java.util.Map;

/** Adds up, place by place, what preferences of and for one Pod say. */
final class AffinitySums {
    private final PodInfo pod;
    private final ClusterState cluster;
    private final int hardPodAffinityWeight;
    private final Map<String, String> namespaceLabels;
    private final TopologyCounts sums = new TopologyCounts(true);

    AffinitySums(PodInfo pod, ClusterState cluster, int hardPodAffinityWeight) {
        this.pod = pod;
        this.cluster = cluster;
        this.hardPodAffinityWeight = hardPodAffinityWeight;
        this.namespaceLabels = cluster.namespaceLabels(pod.key().namespace()).orElse(Map.of());
    }

    /** Over all placed Pods. */
    TopologyCounts sums() {
        cluster.showWishing(pod, this::addTheirs);
        addOwn(pod.affinity().preferred(), 1);
        addOwn(pod.affinity().preferredAnti(), -1);
        return sums;
    }

    private void addTheirs(PodInfo other, NodeSpec node) {
        PodAffinity theirs = other.affinity();
        if (hardPodAffinityWeight > 0) {
            for (AffinityTerm term : theirs.required()) {
                addTheirs(term, hardPodAffinityWeight, node);
            }
        }
        for (AffinityTerm.Weighted preferred : theirs.preferred()) {
            addTheirs(preferred.term(), preferred.weight(), node);
        }
        for (AffinityTerm.Weighted preferred : theirs.preferredAnti()) {
            addTheirs(preferred.term(), -preferred.weight(), node);
        }
    }

    private void addOwn(List<AffinityTerm.Weighted> terms, int sign) {
        for (AffinityTerm.Weighted preferred : terms) {
            cluster.showMeantBy(preferred.term(), (other, node) -> {
                if (preferred.term().meansPlaced(other, cluster)) {
                    sums.add(preferred.term().topologyKey(), node, (long) sign * preferred.weight());
                }
            });
        }
    }

    private void addTheirs(AffinityTerm term, int weight, NodeSpec node) {
        if (term.meansWaiting(pod, namespaceLabels)) {
            sums.add(term.topologyKey(), node, weight);
        }
    }
}
