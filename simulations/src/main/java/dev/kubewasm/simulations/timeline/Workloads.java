package dev.kubewasm.simulations.timeline;

import dev.kubewasm.placement.facts.NodeFacts;
import dev.kubewasm.placement.facts.NodeName;
import dev.kubewasm.placement.facts.PodFacts;
import dev.kubewasm.placement.facts.PodKey;
import dev.kubewasm.placement.facts.WorkloadRef;
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

/** The Pods of a cluster and what their controllers do: how many there are, which come again, and which take whose place. */
final class Workloads {
    private final Fleet fleet;
    private final Agenda agenda;
    private final Recorder recorder;
    private final Rollouts rollouts = new Rollouts();
    private final Map<PodKey, OptionalLong> lifetimes = new HashMap<>();
    /** Pods without a node, in the order in which they came, and since when they want one. */
    private final Map<PodKey, Long> waiting = new LinkedHashMap<>();
    /** How many Pods of nodes that failed are still to be made again. */
    private final Map<WorkloadRef, Integer> owed = new HashMap<>();

    /** @param pending Pods that want a node from the beginning */
    Workloads(Fleet fleet, Agenda agenda, Recorder recorder, Set<PodKey> pending) {
        this.fleet = fleet;
        this.agenda = agenda;
        this.recorder = recorder;
        pending.stream().sorted().forEach(pod -> waiting.put(pod, 0L));
    }

    /** The Pods without a node. */
    Set<PodKey> waiting() {
        return Collections.unmodifiableSet(waiting.keySet());
    }

    /** How long each Pod without a node has waited at {@code time}. */
    Collection<Long> waitsAt(long time) {
        return waiting.values().stream().map(since -> time - since).toList();
    }

    /** One more Pod, which runs for so long once it has a node. */
    PodKey create(WorkloadRef workload, OptionalLong lifetime, long since, long now) {
        if (!fleet.has(workload)) {
            throw new UnusableTimelineException("there is no workload " + workload);
        }
        PodKey pod = fleet.create(workload, now);
        waiting.put(pod, since);
        lifetimes.put(pod, lifetime);
        return pod;
    }

    /**
     * A Pod isn't wanted any more, nor is the one that was to take its place.
     *
     * @return whether it was there
     */
    boolean retire(PodKey key, long now) {
        fleet.pod(key)
                .flatMap(pod -> rollouts.successor(pod.workload(), key))
                .ifPresent(successor -> delete(successor, now));
        return delete(key, now);
    }

    private boolean delete(PodKey key, long now) {
        Optional<PodFacts> there = fleet.pod(key);
        there.ifPresent(pod -> {
            if (pod.occupies()) {
                fleet.snapshot().node(pod.boundTo()).ifPresent(node -> recorder.off(node, pod));
            }
            waiting.remove(key);
            lifetimes.remove(key);
            fleet.delete(key);
            if (rollouts.gone(pod.workload(), key)) {
                replaceNext(pod.workload(), now);
            }
        });
        return there.isPresent();
    }

    /** What is owed is there already as far as the controller is concerned; the surplus of a rollout isn't. */
    void scale(WorkloadRef workload, int replicas, long now) {
        List<PodKey> pods = new ArrayList<>(fleet.podsOf(workload));
        rollouts.surplus(workload).ifPresent(pods::remove);
        int stillOwed = Math.clamp(replicas - (long) pods.size(), 0, owed.getOrDefault(workload, 0));
        owed.put(workload, stillOwed);
        for (int i = pods.size() + stillOwed; i < replicas; i++) {
            create(workload, OptionalLong.empty(), now, now);
        }
        for (int i = pods.size() - 1; i >= replicas; i--) {
            retire(pods.get(i), now);
        }
    }

    /** What is on its way of an earlier rollout is to be replaced too, or isn't wanted if it is one too many. */
    void upgrade(WorkloadRef workload, long now) {
        rollouts.stop(workload).ifPresent(surplus -> delete(surplus, now));
        fleet.newVersion(workload);
        rollouts.begin(workload, fleet.podsOf(workload));
        replaceNext(workload, now);
    }

    private void replaceNext(WorkloadRef workload, long now) {
        rollouts.next(workload, fleet::has).ifPresent(old -> {
            OptionalLong lifetime = lifetimes.getOrDefault(old, OptionalLong.empty());
            rollouts.replace(workload, create(workload, lifetime, now, now), old);
        });
    }

    /** Pods lose their nodes, but for those that belong there; controllers make others at once. */
    void evict(Collection<PodFacts> pods, long now) {
        lose(pods, now).forEach((workload, ofEach) -> create(workload, ofEach, now, now));
    }

    /** Pods are gone with their node, but for those that belong there; controllers make others after {@code notice}. */
    void lose(Collection<PodFacts> pods, long notice, long now) {
        lose(pods, now).forEach((workload, ofEach) -> {
            owed.merge(workload, ofEach.size(), Integer::sum);
            agenda.add(now + notice, new Occurrence.Recreation(workload, ofEach, now));
        });
    }

    /**
     * Of those lost, as many come again as are still wanted.
     *
     * @return whether any do
     */
    boolean recreate(Occurrence.Recreation lost, long now) {
        int owing = owed.getOrDefault(lost.workload(), 0);
        List<OptionalLong> wanted =
                lost.lifetimes().subList(0, Math.min(owing, lost.lifetimes().size()));
        owed.put(lost.workload(), owing - wanted.size());
        create(lost.workload(), wanted, lost.since(), now);
        return !wanted.isEmpty();
    }

    private void create(WorkloadRef workload, List<OptionalLong> ofEach, long since, long now) {
        ofEach.forEach(lifetime -> create(workload, lifetime, since, now));
    }

    /** The lifetimes of those that are to be made again. One that was to be replaced has another in its place already. */
    private Map<WorkloadRef, List<OptionalLong>> lose(Collection<PodFacts> pods, long now) {
        Map<WorkloadRef, List<OptionalLong>> lost = new TreeMap<>();
        for (PodFacts pod : pods) {
            WorkloadRef workload = pod.workload();
            if (!workload.tiesPodsToNodes()) {
                OptionalLong lifetime = lifetimes.getOrDefault(pod.key(), OptionalLong.empty());
                boolean replaced = rollouts.successor(workload, pod.key()).isPresent();
                delete(pod.key(), now);
                recorder.eviction();
                if (!workload.isBarePod() && !replaced) {
                    lost.computeIfAbsent(workload, w -> new ArrayList<>()).add(lifetime);
                }
            }
        }
        return lost;
    }

    /** A Pod leaves its node for a more important one; one that belongs there waits for it. */
    void preempt(PodKey key, long now) {
        recorder.preemption();
        fleet.pod(key).ifPresent(pod -> {
            if (pod.workload().tiesPodsToNodes()) {
                waiting.put(fleet.createLike(key, now), now);
                delete(key, now);
                recorder.eviction();
            } else {
                evict(List.of(pod), now);
            }
        });
    }

    /** A Pod has got its node. One that another has taken the place of meanwhile is gone. */
    void bind(PodKey key, NodeName name, long now) {
        if (!fleet.has(key)) {
            return;
        }
        fleet.bind(key, name);
        PodFacts pod = fleet.pod(key).orElseThrow();
        NodeFacts node = fleet.snapshot().node(name).orElseThrow();
        recorder.on(node, pod);
        recorder.binding();
        @Nullable Long since = waiting.remove(key);
        recorder.waited(since == null ? 0 : now - since);
        lifetimes
                .getOrDefault(key, OptionalLong.empty())
                .ifPresent(millis -> agenda.add(now + millis, new Occurrence.Departure(key)));
        if (rollouts.isNew(pod.workload(), key)) {
            rollouts.placed(pod.workload()).ifPresent(old -> {
                delete(old, now);
                recorder.replacement();
            });
            replaceNext(pod.workload(), now);
        }
    }
}
