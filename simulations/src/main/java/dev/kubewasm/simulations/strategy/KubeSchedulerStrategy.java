package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.placement.facts.Uid;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.NodeInfo;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.Status;
import dev.kubewasm.scheduler.framework.profile.PodFilters;
import dev.kubewasm.scheduler.framework.profile.Profile;
import dev.kubewasm.scheduler.framework.profile.ProfileSettings;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * kube-scheduler's default profile, one Pod after the other: nodes are filtered and scored, in large clusters as many as
 * kube-scheduler looks at ({@link NodeSample}), and one of the best is taken at random. Nothing is preempted. Links and host
 * interfaces are unknown to it.
 */
final class KubeSchedulerStrategy implements Strategy {
    private final Profile profile = Profile.of(ProfileSettings.DEFAULT);
    private final SplittableRandom random;
    private Snapshot snapshot = Snapshot.EMPTY;
    private ClusterState cluster = new ClusterState();
    private NodeSample sample = new NodeSample(List.of());

    KubeSchedulerStrategy(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public Placement place(Situation situation, Progress progress) {
        follow(situation);
        Map<PodKey, PodInfo> infos = situation.kubeScheduler().pods();
        TreeMap<PodKey, NodeName> placed = new TreeMap<>();
        TreeMap<PodKey, String> unplaced = new TreeMap<>();
        for (PodFacts pod : QueueOrder.of(situation)) {
            @Nullable PodInfo info = infos.get(pod.key());
            if (info == null) {
                throw new IllegalStateException("kube-scheduler's view has no Pod " + pod.key());
            }
            PodFilters filters = profile.preFilter(info, cluster);
            List<NodeInfo> feasible = new ArrayList<>();
            TreeMap<String, Integer> reasons = new TreeMap<>();
            int looked = 0;
            while (looked < sample.size() && feasible.size() < sample.enough()) {
                NodeInfo node = cluster.node(sample.node(looked++)).orElseThrow();
                switch (filters.filter(node)) {
                    case Status.Fits _ -> feasible.add(node);
                    case Status.Rejected rejected ->
                        rejected.reasons().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
                }
            }
            sample.looked(looked);
            if (feasible.isEmpty()) {
                unplaced.put(pod.key(), message(cluster.nodes().size(), reasons));
            } else {
                List<NodeInfo> best = profile.score(info, cluster, feasible).best();
                String node = best.get(random.nextInt(best.size())).name();
                cluster.putPod(info.on(node));
                placed.put(pod.key(), new NodeName(node));
            }
            progress.step();
        }
        // What became of the proposal, the next snapshot says.
        placed.keySet().forEach(key -> cluster.removePod(uid(infos, key)));
        return new Placement(placed, unplaced);
    }

    private static Uid uid(Map<PodKey, PodInfo> infos, PodKey key) {
        return Objects.requireNonNull(infos.get(key)).uid();
    }

    private void follow(Situation situation) {
        KubeSchedulerView view = situation.kubeScheduler();
        Snapshot.Changes changes = situation.snapshot().changesSince(snapshot);
        snapshot = situation.snapshot();
        if (!changes.nodes().isEmpty()) {
            cluster = view.cluster();
            sample = new NodeSample(view.nodes());
            return;
        }
        for (Snapshot.Change<PodFacts> change : changes.pods()) {
            change.before().filter(PodFacts::occupies).ifPresent(pod -> cluster.removePod(pod.uid()));
            change.now().filter(PodFacts::occupies).ifPresent(pod -> {
                @Nullable PodInfo info = view.pods().get(pod.key());
                if (info != null) {
                    cluster.putPod(info.on(pod.boundTo().value()));
                }
            });
        }
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
