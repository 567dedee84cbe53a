package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * What Pods ask of the Pods beside them: host ports, affinity and anti-affinity, hard spread, said by kube-scheduler's own
 * filters. A cluster where nobody asks for such a thing costs nothing. One owner.
 */
final class PodRules {
    /** What placement's facts say as well: left out here. */
    private static final Set<String> OF_THE_NODE_ALONE =
            Set.of("NodeUnschedulable", "TaintToleration", "NodeAffinity", "NodeResourcesFit");

    private final Profile profile = Profile.of(ProfileSettings.DEFAULT).withoutFilters(OF_THE_NODE_ALONE);
    private final PluginCluster cluster = new PluginCluster();
    private boolean followed;
    private boolean apply;

    /** Takes over what differs. Pods that come later are of workloads that were there first. */
    void follow(Situation situation) {
        if (!followed) {
            followed = true;
            apply = situation.view().pods().values().stream().anyMatch(PodInfo::mindsOtherPods);
        }
        if (apply) {
            cluster.follow(situation);
        }
    }

    /** Those of {@code allowed} that the rules leave to the Pod. */
    BitSet leave(PodKey key, BitSet allowed, List<NodeFacts> nodes) {
        if (!apply) {
            return allowed;
        }
        PodFilters filters = profile.preFilter(cluster.pod(key), cluster.state());
        if (filters.isFree()) {
            return allowed;
        }
        BitSet left = new BitSet(allowed.length());
        allowed.stream()
                .filter(index -> takes(filters, nodes.get(index).name()))
                .forEach(left::set);
        return left;
    }

    private boolean takes(PodFilters filters, NodeName node) {
        NodeInfo info = cluster.state().node(node.value()).orElseThrow();
        return filters.filter(info) instanceof Status.Fits;
    }

    void place(PodKey key, NodeName node) {
        if (apply) {
            cluster.place(key, node);
        }
    }

    void takeBack(Set<PodKey> placed) {
        if (apply) {
            cluster.takeBack(placed);
        }
    }
}
