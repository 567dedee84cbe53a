package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
import dev.kubewasm.simulations.situation.Situation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a cluster and what its controllers make of it: Pods that come and go, replicas, rolling updates, nodes that
 * are drained, fail and return. Which node a Pod gets is decided elsewhere.
 */
final class ClusterLife {
    private final Fleet fleet;
    private final Agenda agenda;
    private final Recorder recorder;
    private final Chance chance;
    private final Rollouts rollouts = new Rollouts();
    private final Map<PodKey, OptionalLong> lifetimes = new HashMap<>();
    /** Pods without a node, in the order in which they came, and since when they want one. */
    private final Map<PodKey, Long> waiting = new LinkedHashMap<>();

    private long now;
    private boolean changed = true;

    ClusterLife(Situation situation, Timeline timeline, Agenda agenda, Recorder recorder, long seed) {
        this.fleet = new Fleet(situation);
        this.agenda = agenda;
        this.recorder = recorder;
        this.chance = new Chance(timeline.processes(), seed);
        for (int i = 0; i < timeline.processes().size(); i++) {
            agenda.add(chance.after(0, i), new Occurrence.Tick(i));
        }
        timeline.events().forEach(event -> agenda.add(event.at(), event.occurrence()));
        for (PodFacts pod : fleet.snapshot().pods().values()) {
            if (pod.occupies()) {
                node(pod).ifPresent(node -> recorder.on(node, pod));
            }
        }
        situation.pending().stream().sorted().forEach(pod -> waiting.put(pod, 0L));
    }

    /** The cluster as it is, and the Pods without a node. */
    Situation situation() {
        return fleet.situation(waiting.keySet());
    }

    /** The Pods without a node. */
    Set<PodKey> waiting() {
        return Collections.unmodifiableSet(waiting.keySet());
    }

    /** How long each Pod without a node has waited at {@code time}. */
    Collection<Long> waitsAt(long time) {
        return waiting.values().stream().map(since -> time - since).toList();
    }

    /** Whether anything has happened since this was asked last that a scheduler should look at. */
    boolean changedSinceAsked() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Something happens at {@code time}. */
    void happen(long time, Occurrence occurrence) {
        now = time;
        happen(occurrence);
    }

    private void happen(Occurrence occurrence) {
        changed = true;
        switch (occurrence) {
            case Occurrence.Tick(int process) -> {
                chance.draw(process, now, fleet::nodes).ifPresent(this::happen);
                agenda.add(chance.after(now, process), new Occurrence.Tick(process));
            }
            case Occurrence.Arrival(WorkloadRef workload, OptionalLong lifetime) ->
                lifetimes.put(create(workload, now), lifetime);
            case Occurrence.Departure(PodKey pod) -> delete(pod);
            case Occurrence.Scaling(WorkloadRef workload, int replicas) -> scale(workload, replicas);
            case Occurrence.Upgrade(WorkloadRef workload) -> {
                rollouts.begin(workload, fleet.podsOf(workload));
                replaceNext(workload);
            }
            case Occurrence.Drain(NodeName node) -> drain(present(node));
            case Occurrence.Uncordon(NodeName node) -> fleet.cordon(present(node), false);
            case Occurrence.Failure(NodeName node, long notice, OptionalLong returns) ->
                fail(present(node), notice, returns);
            case Occurrence.Reclaim(NodeName node, long warning, OptionalLong returns) -> {
                drain(present(node));
                agenda.add(now + warning, new Occurrence.Removal(node));
                returns.ifPresent(after -> agenda.add(now + warning + after, new Occurrence.Return(node)));
            }
            case Occurrence.Removal(NodeName node) -> {
                if (fleet.has(node)) {
                    drain(node);
                    fleet.remove(node);
                }
            }
            case Occurrence.Addition(NodeName like, int count) -> fleet.add(present(like), count);
            case Occurrence.Return(NodeName node) -> fleet.bringBack(node);
            case Occurrence.Recreation(WorkloadRef workload, var ofEach, long since) ->
                ofEach.forEach(lifetime -> lifetimes.put(create(workload, since), lifetime));
            case Occurrence.Cycle _ -> throw new IllegalArgumentException("a cycle happens to no cluster");
        }
    }

    private NodeName present(NodeName node) {
        if (!fleet.has(node)) {
            throw new UnusableTimelineException("there is no node " + node);
        }
        return node;
    }

    private PodKey create(WorkloadRef workload, long since) {
        if (!fleet.has(workload)) {
            throw new UnusableTimelineException("there is no workload " + workload);
        }
        PodKey pod = fleet.create(workload, now);
        waiting.put(pod, since);
        return pod;
    }

    private void delete(PodKey key) {
        fleet.pod(key).filter(PodFacts::occupies).ifPresent(pod -> node(pod)
                .ifPresent(node -> recorder.off(node, pod)));
        waiting.remove(key);
        if (rollouts.predecessor(key).isPresent()) {
            fleet.pod(key).ifPresent(pod -> replaceNext(pod.workload()));
        }
        lifetimes.remove(key);
        fleet.delete(key);
    }

    private Optional<NodeFacts> node(PodFacts pod) {
        return fleet.snapshot().node(pod.boundTo());
    }

    private void scale(WorkloadRef workload, int replicas) {
        List<PodKey> pods = new ArrayList<>(fleet.podsOf(workload));
        for (int i = pods.size(); i < replicas; i++) {
            create(workload, now);
        }
        for (int i = pods.size() - 1; i >= replicas; i--) {
            delete(pods.get(i));
        }
    }

    private void replaceNext(WorkloadRef workload) {
        rollouts.next(workload).ifPresent(old -> rollouts.replace(create(workload, now), old));
    }

    private void drain(NodeName node) {
        fleet.cordon(node, true);
        lose(fleet.podsOn(node)).forEach((workload, pods) -> happen(new Occurrence.Recreation(workload, pods, now)));
    }

    private void fail(NodeName node, long notice, OptionalLong returns) {
        long failed = now;
        lose(fleet.podsOn(node))
                .forEach((workload, pods) ->
                        agenda.add(failed + notice, new Occurrence.Recreation(workload, pods, failed)));
        fleet.remove(node);
        returns.ifPresent(after -> agenda.add(failed + after, new Occurrence.Return(node)));
    }

    /** Pods are gone from their nodes; the lifetimes of those of each workload that makes others. */
    private Map<WorkloadRef, List<OptionalLong>> lose(Collection<PodFacts> pods) {
        Map<WorkloadRef, List<OptionalLong>> lost = new TreeMap<>();
        for (PodFacts pod : pods) {
            OptionalLong lifetime = lifetimes.getOrDefault(pod.key(), OptionalLong.empty());
            delete(pod.key());
            recorder.eviction();
            if (!pod.workload().kind().equals("Pod")) {
                lost.computeIfAbsent(pod.workload(), w -> new ArrayList<>()).add(lifetime);
            }
        }
        return lost;
    }

    /** A Pod has left its node for a more important one at {@code time}. */
    void preempt(long time, PodKey key) {
        now = time;
        changed = true;
        recorder.preemption();
        fleet.pod(key).ifPresent(pod -> lose(List.of(pod))
                .forEach((workload, pods) -> happen(new Occurrence.Recreation(workload, pods, now))));
    }

    /** A Pod has got its node at {@code time}. */
    void bind(long time, PodKey key, NodeName name) {
        now = time;
        changed = true;
        fleet.bind(key, name);
        recorder.on(fleet.snapshot().node(name).orElseThrow(), fleet.pod(key).orElseThrow());
        recorder.binding();
        @Nullable Long since = waiting.remove(key);
        recorder.waited(since == null ? 0 : now - since);
        @Nullable OptionalLong lifetime = lifetimes.get(key);
        if (lifetime != null) {
            lifetime.ifPresent(millis -> agenda.add(now + millis, new Occurrence.Departure(key)));
        }
        succeeded(key);
    }

    /** A Pod of the next version has a node: an old one goes, and the next is made. */
    private void succeeded(PodKey made) {
        rollouts.predecessor(made).ifPresent(old -> {
            if (fleet.pod(old).isPresent()) {
                delete(old);
                recorder.replacement();
            }
            replaceNext(fleet.pod(made).orElseThrow().workload());
        });
    }
}
