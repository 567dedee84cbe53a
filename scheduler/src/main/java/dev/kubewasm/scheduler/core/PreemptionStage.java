package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.UnschedulableMessage;
import dev.kubewasm.scheduler.framework.profile.Victims;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.PodEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Makes room for a Pod without links that no node takes: less important Pods leave one node, for which it is nominated. As
 * kube-scheduler chooses them; of choices that break as few disruption budgets, one that leaves the fewest consumers without
 * their provider. For Pods with links nobody is made to leave.
 */
final class PreemptionStage {
    private final Preemption preemption;
    private final PlacementStage placement;
    private final SinglePodStage single;
    private final SchedulingState state;
    private final ClusterPort cluster;
    private final Executor executor;
    private final SchedulerObserver observer;

    PreemptionStage(
            Preemption preemption,
            PlacementStage placement,
            SinglePodStage single,
            SchedulingState state,
            ClusterPort cluster,
            Executor executor,
            SchedulerObserver observer) {
        this.preemption = preemption;
        this.placement = placement;
        this.single = single;
        this.state = state;
        this.cluster = cluster;
        this.executor = executor;
        this.observer = observer;
    }

    /**
     * Makes room for {@code pod} if that is possible.
     *
     * @return what there is to say about the Pod, why no node takes it included
     */
    String makeRoom(CachedPod pod, SinglePodStage.Decision.NoNode noNode, ProfileView view) {
        Preemption.Result result =
                preemption.preempt(pod.info(), noNode.filters(), view.cluster(), view.budgets(), single.offset());
        String message = UnschedulableMessage.of(noNode.filters().rejection(), noNode.said(), result);
        if (!(result instanceof Preemption.Result.Eligible eligible)) {
            return message;
        }
        if (eligible.candidates().isEmpty()) {
            release(pod);
            return message;
        }
        Snapshot snapshot = state.snapshot();
        List<Victims> best =
                eligible.best(victims -> consumersLeft(snapshot, victims).size());
        return message + " " + makeRoom(pod, single.any(best), snapshot, view);
    }

    private List<PodKey> consumersLeft(Snapshot snapshot, Victims victims) {
        Set<PodKey> leaving = victims.pods().stream().map(PodInfo::key).collect(Collectors.toUnmodifiableSet());
        return placement.consumersLeftBy(snapshot, new NodeName(victims.node()), leaving);
    }

    private String makeRoom(CachedPod pod, Victims victims, Snapshot snapshot, ProfileView view) {
        NodeName node = new NodeName(victims.node());
        List<PodKey> consumers = consumersLeft(snapshot, victims);
        String lost = consumers.isEmpty()
                ? ""
                : "; it leaves " + consumers.size() + " without their provider there: "
                        + consumers.stream().map(PodKey::toString).collect(Collectors.joining(", "));
        List<PodInfo> displaced = view.cluster().nominatedOn(victims.node()).stream()
                .filter(other ->
                        other.importance().priority() < pod.info().importance().priority())
                .toList();
        state.nominate(pod.key(), pod.uid(), Optional.of(node));
        displaced.forEach(other -> state.nominate(other.key(), other.uid(), Optional.empty()));
        executor.execute(() -> {
            try {
                for (PodInfo victim : victims.pods()) {
                    String message = "Preempted by pod " + pod.uid() + " on node " + node + lost;
                    cluster.preempt(victim.key(), victim.uid(), message);
                    cluster.record(new PodEvent(victim.key(), victim.uid(), PodEvent.Reason.PREEMPTED, message));
                }
                cluster.nominate(pod.key(), pod.uid(), Optional.of(node));
                for (PodInfo other : displaced) {
                    cluster.nominate(other.key(), other.uid(), Optional.empty());
                }
            } catch (RuntimeException e) {
                // What has left has left; the Pod is tried again, and finds out what there is to do then.
                observer.broke("making room for Pod " + pod.key() + " on node " + node, e);
                state.nominate(pod.key(), pod.uid(), Optional.empty());
            }
        });
        return "preemption: " + victims.pods().size() + " Pods leave node " + node + " for it" + lost;
    }

    /** Others have left for it in vain: the room is for whoever comes. */
    private void release(CachedPod pod) {
        if (pod.nominated().isPresent()) {
            state.nominate(pod.key(), pod.uid(), Optional.empty());
            executor.execute(() -> {
                try {
                    cluster.nominate(pod.key(), pod.uid(), Optional.empty());
                } catch (RuntimeException e) {
                    observer.broke("taking back the nomination of Pod " + pod.key(), e);
                }
            });
        }
    }
}
