package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.NodeSample;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.Situation;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * kube-scheduler's default profile, one Pod after the other: nodes are filtered and scored, in large clusters as many as
 * kube-scheduler looks at ({@link NodeSample}), and one of the best is taken at random. Nothing is preempted. Links and host
 * interfaces are unknown to it.
 */
final class KubeSchedulerStrategy implements BatchStrategy {
    private final Profile profile = Profile.of(ProfileSettings.DEFAULT);
    private final SplittableRandom random;
    private final PluginCluster cluster = new PluginCluster();
    private final NodeSample sample = new NodeSample(ProfileSettings.DEFAULT.percentageOfNodesToScore());

    KubeSchedulerStrategy(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        cluster.follow(situation);
        ClusterState state = cluster.state();
        TreeMap<PodKey, NodeName> placed = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        for (PodFacts pod : QueueOrder.of(situation)) {
            PodInfo info = cluster.pod(pod.key());
            PodFilters filters = profile.preFilter(info, state);
            TreeMap<String, Integer> reasons = new TreeMap<>();
            List<NodeInfo> feasible = sample.feasible(state, node -> fits(filters, node, reasons));
            if (feasible.isEmpty()) {
                unplaced.put(pod.key(), message(state.nodes().size(), reasons));
            } else {
                List<NodeInfo> best = profile.score(info, state, feasible).best();
                NodeName node =
                        new NodeName(best.get(random.nextInt(best.size())).name());
                cluster.place(pod.key(), node);
                placed.put(pod.key(), node);
            }
            progress.step();
        }
        cluster.takeBack(placed.keySet());
        return new Placement(placed, unplaced);
    }

    private static boolean fits(PodFilters filters, NodeInfo node, Map<String, Integer> reasons) {
        return switch (filters.filter(node)) {
            case Status.Fits _ -> true;
            case Status.Rejected rejected -> {
                rejected.reasons().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
                yield false;
            }
        };
    }

    /** As kube-scheduler words it. */
    private static String message(int nodes, Map<String, Integer> reasons) {
        return "0/" + nodes + " nodes are available: "
                + reasons.entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
