package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.PodInfo;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.Victims;
import dev.kubewasm.scheduler.port.ClusterPort;
import dev.kubewasm.scheduler.port.PodEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Has Pods leave a node for others, which are nominated to it: those that leave are deleted gracefully, and told for whom. Of
 * choices that break as few disruption budgets it takes one that leaves the fewest consumers without their provider.
 */
final class RoomMaking {
    private final PlacementStage placement;
    private final SchedulingState state;
    private final ClusterPort cluster;
    private final Executor executor;
    private final SchedulerObserver observer;

    /** @param executor makes the requests */
    RoomMaking(
            PlacementStage placement,
            SchedulingState state,
            ClusterPort cluster,
            Executor executor,
            SchedulerObserver observer) {
        this.placement = placement;
        this.state = state;
        this.cluster = cluster;
        this.executor = executor;
        this.observer = observer;
    }

    /** A Pod, or a link group, is tried to make room for. */
    void tried() {
        observer.preemptionTried();
    }

    /** The best of {@code eligible}, which has candidates: more than one only where they are alike in every respect. */
    List<Victims> best(Preemption.Result.Eligible eligible, Snapshot snapshot) {
        return eligible.best(victims -> consumersLeft(snapshot, victims).size());
    }

    private List<PodKey> consumersLeft(Snapshot snapshot, Victims victims) {
        Set<PodKey> leaving = victims.pods().stream().map(PodInfo::key).collect(Collectors.toUnmodifiableSet());
        return placement.consumersLeftBy(snapshot, new NodeName(victims.node()), leaving);
    }

    /**
     * Has {@code victims} leave.
     *
     * @param pods who shall have the room, first the one that all this is for
     * @param priority the least of theirs: less important Pods that are nominated to the node aren't any more
     * @return what there is to say about them
     */
    String make(List<CachedPod> pods, int priority, Victims victims, Snapshot snapshot, ProfileView view) {
        NodeName node = new NodeName(victims.node());
        List<PodKey> consumers = consumersLeft(snapshot, victims);
        String lost = consumers.isEmpty()
                ? ""
                : "; it leaves " + consumers.size() + " without their provider there: " + listed(consumers);
        List<PodInfo> displaced = view.cluster().nominatedOn(victims.node()).stream()
                .filter(other -> other.importance().priority() < priority)
                .filter(other -> pods.stream().noneMatch(pod -> pod.uid().equals(other.uid())))
                .toList();
        pods.forEach(pod -> state.nominate(pod.key(), pod.uid(), Optional.of(node)));
        displaced.forEach(other -> state.nominate(other.key(), other.uid(), Optional.empty()));
        observer.preempted(victims.pods().size());
        CachedPod first = pods.getFirst();
        executor.execute(() -> {
            try {
                for (PodInfo victim : victims.pods()) {
                    String message = "Preempted by pod " + first.uid() + " on node " + node + lost;
                    cluster.preempt(victim.key(), victim.uid(), message);
                    cluster.record(new PodEvent(
                            first.profile(), victim.key(), victim.uid(), PodEvent.Reason.PREEMPTED, message));
                }
                pods.forEach(pod -> cluster.nominate(pod.key(), pod.uid(), Optional.of(node)));
                displaced.forEach(other -> cluster.nominate(other.key(), other.uid(), Optional.empty()));
            } catch (RuntimeException e) {
                // What has left has left; the Pods are tried again, and find out what there is to do then.
                observer.broke("making room for Pod " + first.key() + " on node " + node, e);
                pods.forEach(pod -> state.nominate(pod.key(), pod.uid(), Optional.empty()));
            }
        });
        String whom = pods.size() == 1
                ? "it"
                : "its group " + listed(pods.stream().map(CachedPod::key).toList());
        return "preemption: " + victims.pods().size() + " Pods leave node " + node + " for " + whom + lost;
    }

    private static String listed(List<PodKey> pods) {
        return pods.stream().map(PodKey::toString).collect(Collectors.joining(", "));
    }

    /** Others have left for the Pod in vain: the room is for whoever comes. */
    void release(CachedPod pod) {
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
