package dev.kubewasm.simulations.strategy;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.ClusterState;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.simulations.situation.KubeSchedulerView;
import dev.kubewasm.simulations.situation.Situation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cluster as kube-scheduler's plugins look at it, kept up with the situations shown; one owner. */
final class PluginCluster {
    private Snapshot snapshot = Snapshot.EMPTY;
    private KubeSchedulerView view = new KubeSchedulerView(List.of(), Map.of(), List.of());
    private ClusterState state = new ClusterState();

    /** Takes over what differs. */
    void follow(Situation situation) {
        Snapshot.Changes changes = situation.snapshot().changesSince(snapshot);
        boolean moreObjects = situation.view().objects().size() > view.objects().size();
        snapshot = situation.snapshot();
        view = situation.view();
        if (!changes.nodes().isEmpty() || moreObjects) {
            state = view.cluster();
            return;
        }
        for (Snapshot.Change<PodFacts> change : changes.pods()) {
            change.before().filter(PodFacts::occupies).ifPresent(pod -> state.removePod(pod.uid()));
            change.now().filter(PodFacts::occupies).ifPresent(pod -> {
                @Nullable PodInfo info = view.pods().get(pod.key());
                if (info != null) {
                    state.putPod(info.on(pod.boundTo().value()));
                }
            });
        }
    }

    ClusterState state() {
        return state;
    }

    /** A Pod of the situation shown last. */
    PodInfo pod(PodKey key) {
        return Objects.requireNonNull(view.pods().get(key), () -> "the view has no Pod " + key);
    }

    /** Counts a Pod on a node until it is taken back. */
    void place(PodKey key, NodeName node) {
        state.putPod(pod(key).on(node.value()));
    }

    /** What became of what was proposed, the next situation says. */
    void takeBack(Set<PodKey> placed) {
        placed.forEach(key -> state.removePod(pod(key).uid()));
    }
}
