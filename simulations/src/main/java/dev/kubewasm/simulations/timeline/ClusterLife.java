package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.situation.Situation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What happens to a cluster: Pods come and go, nodes are drained, fail and return, and {@link Workloads} makes of it what
 * controllers do. Which node a Pod gets is decided elsewhere.
 */
final class ClusterLife {
    private final Fleet fleet;
    private final Workloads workloads;
    private final Agenda agenda;
    private final Recorder recorder;
    private final Chance chance;

    private long now;
    private boolean changed = true;

    ClusterLife(Situation situation, Timeline timeline, Agenda agenda, Recorder recorder, long seed) {
        this.fleet = new Fleet(situation);
        this.workloads = new Workloads(fleet, agenda, recorder, situation.pending());
        this.agenda = agenda;
        this.recorder = recorder;
        this.chance = new Chance(timeline.processes(), seed);
        for (int i = 0; i < timeline.processes().size(); i++) {
            agenda.add(chance.after(0, i), new Occurrence.Tick(i));
        }
        timeline.events().forEach(event -> agenda.add(event.at(), event.occurrence()));
        for (PodFacts pod : fleet.snapshot().pods().values()) {
            if (pod.occupies()) {
                fleet.snapshot().node(pod.boundTo()).ifPresent(node -> recorder.on(node, pod));
            }
        }
    }

    /** The cluster as it is, and the Pods without a node. */
    Situation situation() {
        return fleet.situation(workloads.waiting());
    }

    /** The Pods without a node. */
    Set<PodKey> waiting() {
        return workloads.waiting();
    }

    /** How long each Pod without a node has waited at {@code time}. */
    Collection<Long> waitsAt(long time) {
        return workloads.waitsAt(time);
    }

    /** Whether anything has happened since this was asked last that a scheduler should look at. */
    boolean changedSinceAsked() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /**
     * Something happens at {@code time}.
     *
     * @return whether anything is otherwise now: not so if chance brings nothing, or the Pod or node is gone
     */
    boolean happen(long time, Occurrence occurrence) {
        now = time;
        boolean happened = happen(occurrence);
        changed |= happened;
        return happened;
    }

    private boolean happen(Occurrence occurrence) {
        return switch (occurrence) {
            case Occurrence.Tick(int process) -> {
                Optional<Occurrence> drawn = chance.draw(process, now, fleet::nodes);
                boolean happened = drawn.isPresent() && happen(drawn.get());
                agenda.add(chance.after(now, process), new Occurrence.Tick(process));
                yield happened;
            }
            case Occurrence.Arrival(WorkloadRef workload, OptionalLong lifetime) -> {
                workloads.create(workload, lifetime, now, now);
                yield true;
            }
            case Occurrence.Departure(PodKey pod) -> workloads.retire(pod, now);
            case Occurrence.Scaling(WorkloadRef workload, int replicas) -> {
                workloads.scale(workload, replicas, now);
                yield true;
            }
            case Occurrence.Upgrade(WorkloadRef workload) -> {
                workloads.upgrade(workload, now);
                yield true;
            }
            case Occurrence.Recreation lost -> workloads.recreate(lost, now);
            case Occurrence.Addition(NodeName like, int count) -> {
                settled(fleet.add(known(like), count));
                yield true;
            }
            case Occurrence.Return(NodeName node) -> {
                Optional<List<PodFacts>> residents = fleet.bringBack(node);
                residents.ifPresent(this::settled);
                yield residents.isPresent();
            }
            case Occurrence.Removal(NodeName node, OptionalLong returns) -> remove(known(node), returns);
            case Occurrence.Drain(NodeName node) -> happenTo(node, () -> drain(node));
            case Occurrence.Uncordon(NodeName node) -> happenTo(node, () -> fleet.cordon(node, false));
            case Occurrence.Failure(NodeName node, long notice, OptionalLong returns) ->
                happenTo(node, () -> fail(node, notice, returns));
            case Occurrence.Reclaim(NodeName node, long warning, OptionalLong returns) ->
                happenTo(node, () -> {
                    drain(node);
                    agenda.add(now + warning, new Occurrence.Removal(node, returns));
                });
            case Occurrence.Cycle _ -> throw new IllegalArgumentException("a cycle happens to no cluster");
        };
    }

    private NodeName known(NodeName node) {
        if (!fleet.knows(node)) {
            throw new UnusableTimelineException("there is no node " + node);
        }
        return node;
    }

    /** Nothing happens to a node that is down. */
    private boolean happenTo(NodeName node, Runnable what) {
        boolean there = fleet.has(known(node));
        if (there) {
            what.run();
        }
        return there;
    }

    private void drain(NodeName node) {
        fleet.cordon(node, true);
        workloads.evict(fleet.podsOn(node), now);
    }

    private void fail(NodeName node, long notice, OptionalLong returns) {
        workloads.lose(fleet.podsOn(node), notice, now);
        takeAway(node);
        returns.ifPresent(after -> agenda.add(now + after, new Occurrence.Return(node)));
    }

    private boolean remove(NodeName node, OptionalLong returns) {
        boolean there = happenTo(node, () -> {
            drain(node);
            takeAway(node);
        });
        if (returns.isPresent()) {
            agenda.add(now + returns.getAsLong(), new Occurrence.Return(node));
        } else {
            fleet.forget(node);
        }
        return there;
    }

    /** The node goes, and with it the Pods that belong there. */
    private void takeAway(NodeName node) {
        NodeFacts facts = fleet.snapshot().node(node).orElseThrow();
        fleet.podsOn(node).forEach(resident -> recorder.off(facts, resident));
        fleet.remove(node);
    }

    private void settled(List<PodFacts> residents) {
        for (PodFacts pod : residents) {
            recorder.on(fleet.snapshot().node(pod.boundTo()).orElseThrow(), pod);
        }
    }

    /** A Pod has left its node for a more important one at {@code time}. */
    void preempt(long time, PodKey key) {
        now = time;
        changed = true;
        workloads.preempt(key, now);
    }

    /** A Pod has got its node at {@code time}. */
    void bind(long time, PodKey key, NodeName node) {
        now = time;
        changed = true;
        workloads.bind(key, node, now);
    }
}
