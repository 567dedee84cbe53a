package dev.kubewasm.scheduler.framework.profile;

import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All that a profile says of one Pod.
 *
 * @param atOnce what the filters say before any node is asked, if that settles it
 * @param nodes by name, what the filters say
 * @param scores of the nodes that take it; empty if none does
 * @param preemption what could be done about it; empty if a node takes it, or would but for what else was asked of it
 */
public record Explanation(
        Optional<Status.Rejected> atOnce,
        SortedMap<String, Status> nodes,
        Optional<Scores> scores,
        Optional<Preemption.Result> preemption) {

    /** Asks every plugin of the profile with these settings about every node. */
    public static Explanation of(
            ProfileSettings settings, PodInfo pod, ClusterState cluster, List<DisruptionBudget> budgets) {
        return of(settings, pod, cluster, budgets, _ -> Status.FITS);
    }

    /**
     * The same of a Pod that asks more of nodes than the profile knows.
     *
     * @param besides what else a node that the filters pass says of the Pod
     */
    public static Explanation of(
            ProfileSettings settings,
            PodInfo pod,
            ClusterState cluster,
            List<DisruptionBudget> budgets,
            Function<NodeInfo, Status> besides) {
        Profile profile = Profile.of(settings);
        PodFilters filters = profile.preFilter(pod, cluster);
        SortedMap<String, Status> statuses = new TreeMap<>();
        List<NodeInfo> feasible = new ArrayList<>();
        boolean otherwise = false;
        for (NodeInfo node : cluster.nodes()) {
            Status status = filters.filter(node);
            if (status instanceof Status.Fits) {
                status = besides.apply(node);
                otherwise |= status instanceof Status.Rejected;
            }
            statuses.put(node.name(), status);
            if (status instanceof Status.Fits) {
                feasible.add(node);
            }
        }
        if (!feasible.isEmpty()) {
            return new Explanation(
                    Optional.empty(), statuses, Optional.of(profile.score(pod, cluster, feasible)), Optional.empty());
        }
        return new Explanation(
                filters.rejection(),
                statuses,
                Optional.empty(),
                otherwise
                        ? Optional.empty()
                        : Optional.of(new Preemption(settings.preemption())
                                .preempt(pod, filters, cluster, budgets, 0, _ -> true)));
    }

    /** What kube-scheduler says of the Pod; empty if a node takes it. */
    public Optional<String> message() {
        return preemption.map(result -> UnschedulableMessage.of(
                atOnce, nodes.values().stream().map(Status.Rejected.class::cast).toList(), result));
    }
}
