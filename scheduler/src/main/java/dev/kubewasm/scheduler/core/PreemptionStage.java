package dev.kubewasm.scheduler.core;

import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.Snapshot;
import dev.kubewasm.scheduler.framework.profile.Preemption;
import dev.kubewasm.scheduler.framework.profile.UnschedulableMessage;
import java.util.List;
import java.util.function.Predicate;

/** Makes room for a Pod without links that no node takes, as kube-scheduler does: less important Pods leave one node. */
final class PreemptionStage {
    private final Preemption preemption;
    private final SinglePodStage single;
    private final SchedulingState state;
    private final RoomMaking room;

    PreemptionStage(Preemption preemption, SinglePodStage single, SchedulingState state, RoomMaking room) {
        this.preemption = preemption;
        this.single = single;
        this.state = state;
        this.room = room;
    }

    /**
     * Makes room for {@code pod} if that is possible.
     *
     * @param takes whether a node has what the Pod's components need
     * @return what there is to say about the Pod, why no node takes it included
     */
    String makeRoom(CachedPod pod, SinglePodStage.Decision.NoNode noNode, ProfileView view, Predicate<NodeName> takes) {
        room.tried();
        Preemption.Result result = preemption.preempt(
                pod.info(),
                noNode.filters(),
                view.cluster(),
                view.budgets(),
                single.offset(),
                node -> takes.test(new NodeName(node.name())));
        String message = UnschedulableMessage.of(noNode.filters().rejection(), noNode.said(), result);
        if (!(result instanceof Preemption.Result.Eligible eligible)) {
            return message;
        }
        if (eligible.candidates().isEmpty()) {
            if (pod.nominated().isPresent()) {
                room.release(pod);
            }
            return message;
        }
        Snapshot snapshot = state.snapshot();
        return message + " "
                + room.make(
                        List.of(pod),
                        pod.info().importance().priority(),
                        single.any(room.best(eligible, snapshot)),
                        snapshot,
                        view);
    }
}
